// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/charts/category_row.h"
#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"

namespace cleave::ui {

/// Named rows over one axis: bars, values with intervals, box plots. Names on the left, the axis below. A click names
/// the row.
class CategoryChart : public QWidget {
  Q_OBJECT

 public:
  explicit CategoryChart(QWidget* parent = nullptr);

  /// What its figure and files are called; none: by its axis.
  void setTitle(const QString& title);
  [[nodiscard]] QString title() const { return chartTitle_.isEmpty() ? title_ : chartTitle_; }
  [[nodiscard]] const QString& axisTitle() const { return title_; }
  /// @param title of the axis, with its unit
  /// @param text how a value is written beside its row and in the tool tip
  void setAxis(const QString& title, std::function<QString(double)> text);
  void setRows(std::vector<CategoryRow> rows);
  [[nodiscard]] const std::vector<CategoryRow>& rows() const { return rows_; }
  /// Logarithmic: rows with nothing above zero keep only their names.
  void setLogarithmic(bool on);
  [[nodiscard]] bool isLogarithmic() const { return logarithmic_; }
  /// A vertical line: the target. Its orientation does not matter.
  void setMark(std::optional<XyMark> mark);
  [[nodiscard]] const std::optional<XyMark>& mark() const { return mark_; }
  void setHighlighted(const QString& name);
  [[nodiscard]] QString highlighted() const { return highlighted_; }

  [[nodiscard]] std::optional<std::size_t> rowAt(const QPoint& pixel) const;
  [[nodiscard]] QString tipOf(std::size_t row) const;
  /// Of the axis; y goes from 0 to the number of rows, downwards from the top.
  [[nodiscard]] XyFrame frame() const;
  [[nodiscard]] QPixmap picture();
  [[nodiscard]] QString csv() const;
  [[nodiscard]] QSize sizeHint() const override { return {360, 240}; }
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void rowClicked(const QString& name);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] double nameWidth() const;
  [[nodiscard]] double valueWidth() const;
  [[nodiscard]] XyRange range() const;
  void paint(QPainter& painter) const;
  void paintAxis(QPainter& painter, const XyFrame& frame) const;
  void paintMark(QPainter& painter, const XyFrame& frame) const;
  void paintRow(QPainter& painter, const XyFrame& frame, std::size_t row) const;

  QString title_, chartTitle_, highlighted_;
  std::function<QString(double)> text_;
  std::vector<CategoryRow> rows_;
  std::optional<XyMark> mark_;
  bool logarithmic_ = false;
  QAction* logAction_;
};

}  // namespace cleave::ui
