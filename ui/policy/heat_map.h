// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/policy/heat_layout.h"
#include "ui/policy/insight_measure.h"

namespace cleave::ui {

/// Every decision as a cell, exits down and partitions across, a map for each bits or one: coloured by one measure, the
/// chosen one framed, those that the policy does not choose from hatched. Hover or the arrow keys give a cell's
/// numbers.
class HeatMap : public QWidget {
  Q_OBJECT

 public:
  explicit HeatMap(QWidget* parent = nullptr);

  void setInsight(std::shared_ptr<const PolicyInsight> insight);
  void setMeasure(InsightMeasure measure);
  /// @param bits 0 = all; where there is no room for all, those of the chosen decision
  void setBits(int bits);
  /// Puts the cursor on a decision, showing all bits where its own are not shown.
  void point(int decision);

  [[nodiscard]] InsightMeasure measure() const { return measure_; }
  [[nodiscard]] int bits() const { return bits_; }
  /// The cell that the keys are on; -1 while there is none.
  [[nodiscard]] int cursor() const { return cursor_; }
  [[nodiscard]] const HeatLayout& cells() const { return layout_; }
  /// All numbers of the decision at a place; empty beside the cells.
  [[nodiscard]] QString textAt(const QPointF& position) const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 220}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

 Q_SIGNALS:
  /// A cell was clicked, or Enter was pressed on it: its index in the insight's decisions.
  void activated(int decision);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void relayout();
  [[nodiscard]] HeatLayout layoutOf(int bits) const;
  void moveCursor(int decision);
  void paintMap(QPainter& painter, const HeatLayout::Map& map) const;
  void paintFrames(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;

  std::shared_ptr<const PolicyInsight> insight_;
  MeasureRange range_;
  HeatLayout layout_;
  InsightMeasure measure_ = InsightMeasure::Probability;
  int bits_ = 0;
  int cursor_ = -1;
  int narrowBits_ = 0;  ///< what is shown instead of all; 0 = all are
};

}  // namespace cleave::ui
