// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/panels/chart_panel.h"

namespace cleave::ui {

/// A chart panel of plots whose rows come from a Feed, which has no widget: add(record, to) calls to(plot, values).
template <class Feed>
class PlotsPanel : public ChartPanel {
 public:
  using ChartPanel::ChartPanel;

  [[nodiscard]] std::unique_ptr<PanelFilling> makeFilling(std::size_t rows) const final {
    return std::make_unique<PlotFilling<Feed>>(emptyBuffers(rows));
  }
  void swap(PanelFilling& filling) final {
    auto& mine = dynamic_cast<PlotFilling<Feed>&>(filling);
    swapBuffers(mine.buffers);
    std::swap(feed_, mine.feed);
    feedSwapped();
  }
  void clearRun() override {
    feed_ = {};
    ChartPanel::clearRun();
  }

 protected:
  /// What beside the plots depends on the feed is to be brought up to date.
  virtual void feedSwapped() {}

  Feed feed_;
};

}  // namespace cleave::ui
