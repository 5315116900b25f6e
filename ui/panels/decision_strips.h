// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <array>
#include <optional>

#include "core/types/decision.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/refresh_slot.h"
#include "ui/charts/ring_buffer.h"
#include "ui/charts/time_axis.h"

namespace cleave::ui {

class PlotGestures;

/// Exit, partition and bits over time as three strips of colour, on the same TimeAxis as the plots.
class DecisionStrips : public QWidget, public AxisSource {
  Q_OBJECT

 public:
  static constexpr int kLeftMargin = 60;

  explicit DecisionStrips(QWidget* parent = nullptr);
  ~DecisionStrips() override;
  void setSpace(int exits, int longestPath);
  /// nullptr: one of its own.
  void setTimeAxis(TimeAxis* axis);
  [[nodiscard]] TimeAxis& timeAxis() const;
  void setCapacity(std::size_t rows);
  /// Without a request number the rows are counted.
  void append(double seconds, const Decision& decision);
  void append(double seconds, double request, const Decision& decision);
  void clear();
  enum Strip { Exit, Partition, Bits, kStrips };
  [[nodiscard]] static QString nameOf(Strip strip);
  /// The others share the height.
  void setStripVisible(Strip strip, bool visible);
  [[nodiscard]] bool isStripVisible(Strip strip) const { return visible_[strip]; }
  struct Row {
    double seconds = 0;
    double request = 0;
    Decision decision;
    [[nodiscard]] double x(XUnit unit) const { return unit == XUnit::Seconds ? seconds : request; }
  };
  using Rows = RingBuffer<Row>;
  /// As append() does, on any thread.
  static void push(Rows& rows, double seconds, double request, const Decision& decision);
  /// Shows what was filled, and leaves in its place what was shown.
  void swapRows(Rows& filled);
  [[nodiscard]] std::size_t bufferSize() const { return rows_.size(); }
  [[nodiscard]] QRect plotArea() const;
  /// The decision under the crosshair in words; empty without one.
  [[nodiscard]] QString readoutText() const;

  [[nodiscard]] ChartData chartData(ChartSpan span) const;
  [[nodiscard]] AxisExtent axisExtent() const override;
  [[nodiscard]] double axisConvert(double x, XUnit from) const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void paintStrips(QPainter& painter, const QRect& plot) const;
  void schedule();
  /// The first row at x or later.
  [[nodiscard]] std::size_t lower(double x) const;
  /// The decision in force at x; nullptr before the first.
  [[nodiscard]] const Decision* at(double x) const;

  Rows rows_;
  PlotGestures* gestures_;
  QTimer timer_;
  RefreshSlot slot_;
  int exits_ = 5;
  int longestPath_ = 11;
  std::array<bool, kStrips> visible_{true, true, true};
  bool focusShown_ = false;
};

}  // namespace cleave::ui
