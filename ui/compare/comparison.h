// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <limits>
#include <utility>
#include <vector>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// A number with its 95 % interval; NaN where it is not known.
struct Measure {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  double value = kUnknown;
  double low = kUnknown;
  double high = kUnknown;
};

/// One policy of a comparison. Latencies in milliseconds, shares and accuracies 0..1; NaN where not known.
struct ComparisonRow {
  QString policy;
  QString runs;  ///< what was run under that name, where it says more
  quint64 requests = 0;
  Measure score;  ///< 0 = best fixed decision, 1 = oracle; simulated comparisons only
  Measure reward;
  std::vector<double> scores;  ///< one a seed
  Measure accuracy;
  double meanMs = Measure::kUnknown, p50Ms = Measure::kUnknown, p95Ms = Measure::kUnknown, p99Ms = Measure::kUnknown;
  double predictedMs = Measure::kUnknown;             ///< mean latency as simulated; live comparisons only
  Measure violations;                                 ///< share of requests later than the target
  double bytes = Measure::kUnknown;                   ///< a request, on the uplink
  double fallbacks = Measure::kUnknown;               ///< share of requests that were finished on the device
  QList<QPointF> quantiles;                           ///< (percent, ms), percent ascending
  std::vector<std::pair<QString, double>> decisions;  ///< "5/4/8" and its share, most frequent first
};

struct Comparison {
  QString scenario;
  double targetMs = 0;  ///< 0: none
  bool live = false;
  std::vector<ComparisonRow> rows;
};

/// Latency in ms that `percent` of the requests do not exceed; NaN where the row has no quantiles.
double latencyAt(const ComparisonRow& row, double percent);

/// Indices of the rows that no other beats in both mean latency and accuracy, by latency.
std::vector<std::size_t> paretoFront(const std::vector<ComparisonRow>& rows);

/// How a policy is drawn in every chart and marked in the table: the references in grey, the others by their place.
struct PolicyStyle {
  QColor colour;
  Qt::PenStyle dash = Qt::SolidLine;
};
std::vector<PolicyStyle> stylesOf(const std::vector<ComparisonRow>& rows, const Colours& colours);

}  // namespace cleave::ui
