// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/figure_source.h"
#include "ui/panels/decision_grid.h"
#include "ui/panels/decision_model.h"
#include "ui/panels/panel.h"

QT_BEGIN_NAMESPACE
class QTableView;
QT_END_NAMESPACE

namespace cleave::ui {

/// What the policy has chosen so far: the grid over exit and partition, and the table of decisions.
class PolicyPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit PolicyPanel(QWidget* parent = nullptr);
  void setNetwork(const NetworkDescription& network);
  void showStatistics(const RunStatistics& statistics, const Decision& current);
  void clearRun();
  /// The table.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;
  [[nodiscard]] const DecisionModel& model() const { return *model_; }
  [[nodiscard]] const DecisionGrid& grid() const { return *grid_; }

 private:
  DecisionGrid* grid_;
  DecisionModel* model_;
  QTableView* table_;
};

}  // namespace cleave::ui
