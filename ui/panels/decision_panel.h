// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/network_description.h"
#include "core/types/request_record.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/decision_strips.h"

namespace cleave::ui {

/// The strips with the legend of their values, where there is room for it.
class DecisionPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit DecisionPanel(QWidget* parent = nullptr);
  void setNetwork(const NetworkDescription& network);
  void append(const RequestRecord& record);
  void setTimeAxis(TimeAxis* axis) override;
  void setCapacity(std::size_t rows) override;
  void clearRun() override;
  [[nodiscard]] std::unique_ptr<PanelFilling> makeFilling(std::size_t rows) const override;
  void swap(PanelFilling& filling) override;
  [[nodiscard]] ChartData chartData(ChartSpan span) const override;
  [[nodiscard]] DecisionStrips& strips() { return *strips_; }

 protected:
  void addActions(QMenu& menu) override;

 private:
  class Legend;
  struct Filling;
  DecisionStrips* strips_;
  Legend* legend_;
};

}  // namespace cleave::ui
