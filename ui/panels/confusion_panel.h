// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/request_record.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/confusion_grid.h"

namespace cleave::ui {

/// The confusion matrix of a run: which classes are taken for which. Failed and unlabelled requests are not in it.
class ConfusionPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit ConfusionPanel(QWidget* parent = nullptr);
  /// May be empty: then classes are numbers, as they come.
  void setClasses(const std::vector<QString>& names);
  void append(const RequestRecord& record);
  void append(int label, int prediction);
  void showLatest();
  void clearRun() override;
  /// A matrix has none.
  void setTimeAxis(TimeAxis*) override {}
  [[nodiscard]] std::unique_ptr<PanelFilling> makeFilling(std::size_t rows) const override;
  void swap(PanelFilling& filling) override;
  /// The whole matrix, whatever the span: one row a true class.
  [[nodiscard]] ChartData chartData(ChartSpan span) const override;
  [[nodiscard]] ConfusionGrid& grid() { return *grid_; }
  [[nodiscard]] const ConfusionMatrix& matrix() const { return matrix_; }

 private:
  struct Filling;
  ConfusionMatrix matrix_;
  ConfusionGrid* grid_;
};

}  // namespace cleave::ui
