// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ui/charts/chart_data.h"
#include "ui/charts/plot_buffer.h"
#include "ui/charts/plot_height.h"
#include "ui/charts/plot_series.h"
#include "ui/charts/refresh_slot.h"
#include "ui/charts/time_axis.h"

namespace cleave::ui {

class ChartView;
class PlotGestures;

/// A plot that follows a run: rows in, at most 30 drawings a second out. Shows what its TimeAxis says, reduced to the
/// pixels there are. Only to be used from the GUI thread.
class LivePlot : public QWidget, public AxisSource {
  Q_OBJECT

 public:
  explicit LivePlot(QWidget* parent = nullptr, std::size_t capacity = kPlotCapacity);
  ~LivePlot() override;

  /// The axis that all plots of a window share; nullptr: one of its own.
  void setTimeAxis(TimeAxis* axis);
  [[nodiscard]] TimeAxis& timeAxis() const;
  /// Rows to remember; keeps the newest.
  void setCapacity(std::size_t rows);

  /// Returns its place among the series.
  std::size_t addSeries(const SeriesSpec& spec);
  [[nodiscard]] const std::vector<SeriesSpec>& series() const { return series_.specs(); }
  /// A hidden part of a stack leaves the stack.
  void setSeriesVisible(std::size_t series, bool visible);
  [[nodiscard]] bool isSeriesVisible(std::size_t series) const { return series_.isVisible(series); }
  /// What y is, and its unit; for exports.
  void setTitles(const QString& y, const QString& unit);

  /// A dashed line with its text; nullopt takes it away.
  void setTarget(std::optional<double> value, const QString& text = {});
  void setLogarithmic(bool on);
  [[nodiscard]] bool isLogarithmic() const { return height_.isLogarithmic(); }
  /// The axis starts at zero unless told otherwise; a ceiling bounds how far it may reach (100 %).
  void setFloating(bool on) { height_.setFloating(on); }
  void setCeiling(double value) { height_.setCeiling(value); }
  /// What the user chose of the vertical axis (Ctrl+wheel, arrow keys); nullopt: it spans what is drawn.
  [[nodiscard]] std::optional<XyRange> chosenHeight() const { return height_.chosen(); }
  void fitHeight();
  /// What to say about the row under the crosshair, one line; empty for nothing.
  void setReadout(std::function<QString(const PlotValues&)> readout);
  /// Where the plot's area begins; panels above each other share it, so that their times line up.
  void setLeftMargin(int pixels);
  /// Off for a plot that stands over another one, which has the times and says when it is frozen.
  void setTimesShown(bool on);
  static constexpr int kRightMargin = 6;

  /// Seconds of the run; without a request number the rows are counted. Cheap: drawing happens later, from a timer.
  void append(double seconds, std::span<const float> values);
  void append(double seconds, double request, std::span<const float> values);
  void clear();
  /// Without rows, ready to be filled on any thread and to become this plot's.
  [[nodiscard]] PlotBuffer emptyBuffer(std::size_t rows) const { return buffer_.emptyCopy(rows); }
  /// Shows what was filled, and leaves in its place what was shown. At once, whatever they hold.
  void swapBuffer(PlotBuffer& filled);
  /// Draws now instead of with the next tick.
  void refresh();

  [[nodiscard]] const PlotBuffer& buffer() const { return buffer_; }
  /// Most points that the last drawing gave to one series.
  [[nodiscard]] qsizetype pointsDrawn() const { return pointsDrawn_; }
  /// Rows, and blocks of rows, that the last drawing looked at.
  [[nodiscard]] std::size_t rowsVisited() const { return rowsVisited_; }
  /// How far up the last drawing's axis reaches.
  [[nodiscard]] double axisHigh() const { return axisHigh_; }
  /// What is said about the row under the crosshair now.
  [[nodiscard]] QString readoutText() const { return readoutText_; }
  /// The plot's area and the widget that is painted on and clicked.
  [[nodiscard]] QWidget* surface() const;
  [[nodiscard]] QRectF plotArea() const;

  [[nodiscard]] ChartData chartData(ChartSpan span) const;
  [[nodiscard]] AxisExtent axisExtent() const override;
  [[nodiscard]] double axisConvert(double x, XUnit from) const override { return buffer_.convert(x, from); }

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void schedule();
  void showCrosshair();
  void showMark();

  PlotBuffer buffer_;
  PlotSeries series_;
  ChartView* view_;
  PlotGestures* gestures_;
  QTimer timer_;
  RefreshSlot slot_;
  std::optional<double> target_;
  std::function<QString(const PlotValues&)> readout_;
  QString readoutText_;
  QString yTitle_;
  QString unit_;
  PlotHeight height_;
  double axisHigh_ = 0;
  double nextRequest_ = 0;
  qsizetype pointsDrawn_ = 0;
  std::size_t rowsVisited_ = 0;
};

}  // namespace cleave::ui
