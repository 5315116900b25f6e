// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/types/request_record.h"
#include "ui/charts/plot_buffer.h"

namespace cleave::ui {

/// What a chart will show of a run that is over. It has no widget: a thread of its own fills it, and then its panel
/// takes it at once, however long the run was (ChartPanel::swap).
class PanelFilling {
 public:
  virtual ~PanelFilling() = default;
  virtual void add(const RequestRecord& record) = 0;
};

/// Of a panel that consists of plots. @tparam Feed what the panel itself makes rows with: add(record, to) calls
/// to(plot, values)
template <class Feed>
class PlotFilling : public PanelFilling {
 public:
  explicit PlotFilling(std::vector<PlotBuffer> empty, Feed fresh = {})
      : buffers(std::move(empty)), feed(std::move(fresh)) {}

  void add(const RequestRecord& record) override {
    feed.add(record, [&](std::size_t plot, std::span<const float> values) {
      buffers[plot].append(record.startS, static_cast<double>(record.id), values);
    });
  }

  std::vector<PlotBuffer> buffers;  ///< as ChartPanel has its plots
  Feed feed;
};

}  // namespace cleave::ui
