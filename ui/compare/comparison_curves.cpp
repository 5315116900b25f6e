// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_curves.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

template <class Make>
std::vector<XyCurve> curves(const Comparison& comparison, const Colours& colours, Make points) {
  const auto styles = stylesOf(comparison.rows, colours);
  std::vector<XyCurve> made;
  for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
    XyCurve curve{shownPolicy(comparison.rows[i].policy), styles[i].colour, styles[i].dash};
    curve.points = points(comparison.rows[i]);
    made.push_back(std::move(curve));
  }
  return made;
}

template <class Fill>
std::vector<CategoryRow> rows(const Comparison& comparison, const Colours& colours, Fill fill) {
  const auto styles = stylesOf(comparison.rows, colours);
  std::vector<CategoryRow> made;
  for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
    CategoryRow row{shownPolicy(comparison.rows[i].policy), styles[i].colour};
    fill(comparison.rows[i], row);
    made.push_back(std::move(row));
  }
  return made;
}

void fillInterval(const Measure& measure, double scale, CategoryRow& row) {
  row.kind = CategoryRow::Kind::Interval;
  row.value = scale * measure.value;
  row.low = scale * measure.low;
  row.high = scale * measure.high;
}

}  // namespace

std::vector<XyCurve> latencyCdf(const Comparison& comparison, const Colours& colours) {
  return curves(comparison, colours, [](const ComparisonRow& row) {
    QList<QPointF> points;
    for (const QPointF& quantile : row.quantiles) points << QPointF(quantile.y(), quantile.x() / 100);
    return points;
  });
}

std::vector<XyCurve> latencyTail(const Comparison& comparison, const Colours& colours) {
  return curves(comparison, colours, [](const ComparisonRow& row) {
    QList<QPointF> points;
    for (const QPointF& quantile : row.quantiles) {
      const double later = 1 - quantile.x() / 100;
      // Finer than one request says nothing that the requests have shown.
      if (later * static_cast<double>(row.requests) >= 1 - 1e-9) points << QPointF(quantile.y(), later);
    }
    return points;
  });
}

std::vector<XyCurve> accuracyAgainstLatency(const Comparison& comparison, const Colours& colours) {
  const auto front = paretoFront(comparison.rows);
  auto dots = curves(comparison, colours, [](const ComparisonRow& row) {
    return QList<QPointF>{{row.meanMs, 100 * row.accuracy.value}};
  });
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const Measure& accuracy = comparison.rows[i].accuracy;
    dots[i].kind = XyCurve::Kind::Points;
    const bool named = std::ranges::find(front, i) != front.end();
    dots[i].labels << (named ? dots[i].name : QString());
    if (std::isfinite(accuracy.low)) {
      dots[i].low << QPointF(comparison.rows[i].meanMs, 100 * accuracy.low);
      dots[i].high << QPointF(comparison.rows[i].meanMs, 100 * accuracy.high);
    }
  }
  if (front.size() > 1) {
    XyCurve line{QCoreApplication::translate("Comparison", "Pareto front"), colours.exit, Qt::DashLine};
    for (const std::size_t i : front) line.points << dots[i].points.front();
    dots.push_back(std::move(line));
  }
  return dots;
}

std::vector<CategoryRow> latencyBoxes(const Comparison& comparison, const Colours& colours) {
  return rows(comparison, colours, [](const ComparisonRow& from, CategoryRow& row) {
    row.kind = CategoryRow::Kind::Box;
    row.value = from.meanMs;
    row.low = latencyAt(from, 5);
    row.lower = latencyAt(from, 25);
    row.middle = latencyAt(from, 50);
    row.upper = latencyAt(from, 75);
    row.high = latencyAt(from, 95);
  });
}

std::vector<CategoryRow> scoreRows(const Comparison& comparison, const Colours& colours) {
  return rows(comparison, colours, [](const ComparisonRow& from, CategoryRow& row) {
    fillInterval(from.score, 1, row);
    row.dots = QList<double>(from.scores.begin(), from.scores.end());
  });
}

std::vector<CategoryRow> violationRows(const Comparison& comparison, const Colours& colours) {
  return rows(comparison, colours,
              [](const ComparisonRow& from, CategoryRow& row) { fillInterval(from.violations, 100, row); });
}

std::vector<CategoryRow> byteRows(const Comparison& comparison, const Colours& colours) {
  return rows(comparison, colours, [](const ComparisonRow& from, CategoryRow& row) { row.value = from.bytes / 1000; });
}

}  // namespace cleave::ui
