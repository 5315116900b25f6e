// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace cleave::ui {

class LivePlot;

/// One of several small plots below each other: its name, what it says now, and the plot.
class PlotRow : public QWidget {
  Q_OBJECT

 public:
  explicit PlotRow(const QString& name, QWidget* parent = nullptr);
  [[nodiscard]] QString name() const { return accessibleName(); }
  void setValue(const QString& text);
  [[nodiscard]] QString value() const;
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 private:
  QLabel* value_;
  LivePlot* plot_;
};

}  // namespace cleave::ui
