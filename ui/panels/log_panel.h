// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/figure_source.h"
#include "ui/panels/log_model.h"
#include "ui/panels/panel.h"

QT_BEGIN_NAMESPACE
class QTableView;
QT_END_NAMESPACE

namespace cleave::ui {

/// What the workbench said, with its time; errors in red.
class LogPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit LogPanel(QWidget* parent = nullptr);
  void add(LogModel::Kind kind, const QString& sentence);
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;
  [[nodiscard]] const LogModel& model() const { return *model_; }

 private:
  void copyAll() const;

  LogModel* model_;
  QTableView* table_;
};

}  // namespace cleave::ui
