// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ui/charts/plot_buffer.h"
#include "ui/charts/refresh_slot.h"

namespace cleave::ui {

class ChartView;

/// A plot that follows a run: rows in, at most 30 drawings a second out. The last `windowSeconds` are shown, reduced to
/// the pixels there are. Only to be used from the GUI thread.
class LivePlot : public QWidget {
  Q_OBJECT

 public:
  explicit LivePlot(QWidget* parent = nullptr, std::size_t capacity = kPlotCapacity);

  void addSeries(const SeriesSpec& spec);
  /// A dashed line with its text; nullopt takes it away.
  void setTarget(std::optional<double> value, const QString& text = {});
  void setLogarithmic(bool on);
  [[nodiscard]] bool isLogarithmic() const { return logarithmic_; }
  /// The axis starts at zero unless told otherwise; a ceiling bounds how far it may reach (100 %).
  void setFloating(bool on) { floating_ = on; }
  void setCeiling(double value) { ceiling_ = value; }
  /// What to say about the row under the pointer, one line; empty for nothing.
  void setReadout(std::function<QString(const std::array<float, kPlotChannels>&)> readout);

  /// x in seconds. Cheap: drawing happens later, from a timer.
  void append(double x, std::span<const float> values);
  void clear();
  /// Draws what was appended now instead of with the next tick.
  void refresh();

  [[nodiscard]] const PlotBuffer& buffer() const { return buffer_; }
  /// Most points that the last drawing gave to one series.
  [[nodiscard]] qsizetype pointsDrawn() const { return pointsDrawn_; }

  /// A vertical line, shared by all plots of a window.
  void setCrosshair(std::optional<double> x);

  /// The time that plots and strips show, given the run's last one: all of a short run, then the last minute.
  static std::pair<double, double> window(double lastX);
  /// Where the plot's area begins; panels above each other share it, so that their times line up.
  void setLeftMargin(int pixels);
  static constexpr int kRightMargin = 6;

 Q_SIGNALS:
  void hovered(double x);
  void left();

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void schedule();
  void setVerticalRange(double low, double high);

  PlotBuffer buffer_;
  std::vector<SeriesSpec> series_;
  ChartView* view_;
  QTimer timer_;
  RefreshSlot slot_;
  std::optional<double> target_;
  std::function<QString(const std::array<float, kPlotChannels>&)> readout_;
  bool logarithmic_ = false;
  bool floating_ = false;
  double ceiling_ = 0;  ///< 0 = none
  qsizetype pointsDrawn_ = 0;
};

}  // namespace cleave::ui
