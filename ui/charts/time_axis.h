// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "ui/charts/x_unit.h"

namespace cleave::ui {

/// What the rows that a chart remembers span.
struct AxisExtent {
  std::size_t rows = 0;
  std::array<double, 2> first{};  ///< seconds, request
  std::array<double, 2> last{};
};

/// The request that the user looks at.
struct AxisMark {
  double seconds = 0;
  double request = 0;
  [[nodiscard]] double x(XUnit unit) const { return unit == XUnit::Seconds ? seconds : request; }
  friend bool operator==(const AxisMark&, const AxisMark&) = default;
};

/// A chart on a TimeAxis. The axis asks when it needs to know, so that a row costs it nothing.
class AxisSource {
 public:
  virtual ~AxisSource() = default;
  [[nodiscard]] virtual AxisExtent axisExtent() const = 0;
  /// The same place in the other unit.
  [[nodiscard]] virtual double axisConvert(double x, XUnit from) const = 0;
};

/// The x axis that all charts of a window share. It follows the newest data, or it is frozen at a range while data keep
/// flowing. A range is never narrower than the unit's least span and never wider than, or outside, what the charts
/// remember. All x are in the axis's unit. GUI thread only.
class TimeAxis : public QObject {
  Q_OBJECT

 public:
  struct Range {
    double low = 0;
    double high = 1;
    [[nodiscard]] double span() const { return high - low; }
    friend bool operator==(const Range&, const Range&) = default;
  };

  explicit TimeAxis(QObject* parent = nullptr);

  [[nodiscard]] XUnit unit() const { return unit_; }
  /// Keeps what is shown: a frozen range is converted.
  void setUnit(XUnit unit);
  [[nodiscard]] bool isLive() const { return live_; }
  [[nodiscard]] Range range() const;
  /// All that the charts remember.
  [[nodiscard]] Range fullRange() const;

  /// How much a live axis shows: 60 s and 1,000 requests unless the user chose otherwise.
  [[nodiscard]] double window(XUnit unit) const { return window_[index(unit)]; }
  void setWindow(XUnit unit, double length);

  /// Freezes.
  void setRange(double low, double high);
  /// Freezes at a range narrower by `factor` (wider below 1) in which `around` stays where it is.
  void zoom(double factor, double around);
  /// A live axis stays live and shows a shorter (longer) window; a frozen one is zoomed around its middle.
  void zoom(double factor);
  void pan(double delta);
  void showAll();
  void goLive();

  /// False for a run that is over: then nothing says "frozen".
  void setFollowing(bool on);
  [[nodiscard]] bool isFollowing() const { return following_; }

  [[nodiscard]] std::optional<double> crosshair() const { return crosshair_; }
  void setCrosshair(std::optional<double> x);

  /// Stands still in the data while the axis moves on; going live takes it away.
  [[nodiscard]] const std::optional<AxisMark>& mark() const { return mark_; }
  void setMark(std::optional<AxisMark> mark);
  /// A chart was clicked at x: whoever knows the requests sets the mark.
  void pick(double x) { Q_EMIT picked(x); }
  /// To the request so many after the marked one, before it when negative.
  void step(int requests) { Q_EMIT stepped(requests); }

  /// The source must be detached before it dies.
  void attach(const AxisSource* source);
  void detach(const AxisSource* source);
  /// Rows came: charts of a live axis move on together, at most 30 times a second.
  void dataArrived();
  /// A chart was emptied; when all are, the next run is followed from its start.
  void dataCleared();

 Q_SIGNALS:
  void rangeChanged();
  void allShown();  ///< showAll() was asked for
  void crosshairChanged();
  void picked(double x);
  void stepped(int requests);
  void markChanged();
  void liveChanged(bool live);
  void unitChanged();
  void windowChanged();

 private:
  static std::size_t index(XUnit unit) { return unit == XUnit::Seconds ? 0 : 1; }
  [[nodiscard]] std::optional<Range> extent() const;
  void freeze(Range range);
  void setLive(bool live);

  std::vector<const AxisSource*> sources_;
  XUnit unit_ = XUnit::Seconds;
  bool live_ = true;
  bool following_ = true;
  std::array<double, 2> window_{60, 1000};
  Range frozen_;
  std::optional<double> crosshair_;
  std::optional<AxisMark> mark_;
  QTimer tick_;
};

}  // namespace cleave::ui
