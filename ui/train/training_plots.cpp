// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_plots.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>

#include "ui/train/seed_bands.h"

namespace cleave::ui {
namespace {

constexpr double kSettled = 0.1;  // share of a training
constexpr int kSmoothing = 3;     // rounds on either side; a round of 1,600 requests scatters

QString tr(const char* text) {
  return QCoreApplication::translate("Training", text);
}

/// What all seeds have of one figure.
class Seeds {
 public:
  explicit Seeds(const TrainingCurves& curves) : curves_(curves) {}

  [[nodiscard]] bool has(const QString& name) const {
    return std::ranges::any_of(curves_.seeds, [&](const auto& seed) { return seed.series.contains(name); });
  }
  [[nodiscard]] XyCurve curve(const QString& name, const QString& label, const QColor& colour, int smoothing,
                              double scale = 1) const {
    std::vector<QList<QPointF>> all;
    for (const auto& seed : curves_.seeds) {
      const auto found = seed.series.find(name);
      if (found == seed.series.end()) continue;
      QList<QPointF> points = smoothed(found->second, smoothing);
      for (QPointF& point : points) point.setY(scale * point.y());
      all.push_back(std::move(points));
    }
    const SeedBand band = bandOf(all);
    XyCurve curve;
    curve.name = label;
    curve.colour = colour;
    curve.points = band.mean;
    curve.low = band.low;
    curve.high = band.high;
    return curve;
  }
  /// Names that begin so ("train_loss/"), by number.
  [[nodiscard]] int countOf(const QString& prefix) const {
    int count = 0;
    while (has(prefix + QString::number(count + 1))) ++count;
    return count;
  }
  [[nodiscard]] QStringList endingIn(const QString& ending) const {
    QStringList names;
    for (const auto& seed : curves_.seeds) {
      for (const auto& [name, points] : seed.series) {
        if (name.endsWith(ending) && !names.contains(name)) names << name;
      }
    }
    return names;
  }
  [[nodiscard]] double lastX() const {
    double last = 0;
    for (const auto& seed : curves_.seeds) {
      for (const auto& [name, points] : seed.series) {
        if (!points.isEmpty()) last = std::max(last, points.last().x());
      }
    }
    return last;
  }

 private:
  const TrainingCurves& curves_;
};

void addReferences(TrainingPlot& plot, const std::map<QString, double>& values, double to, double scale,
                   const Colours& colours) {
  if (to <= 0) return;
  const auto add = [&](const char* name, const QColor& colour, Qt::PenStyle dash) {
    const auto found = values.find(QString::fromLatin1(name));
    if (found == values.end()) return;
    XyCurve line;
    line.name = found->first;
    line.colour = colour;
    line.dash = dash;
    line.points = {{0, scale * found->second}, {to, scale * found->second}};
    plot.curves.push_back(std::move(line));
  };
  add("oracle", colours.exit, Qt::DashLine);
  add("greedy-safe", colours.muted, Qt::DashDotLine);
  add("greedy", colours.muted, Qt::DotLine);
}

void addIfThere(TrainingPlot& plot, const Seeds& seeds, const QString& name, const QString& label, const QColor& colour,
                int smoothing = 0, double scale = 1) {
  if (seeds.has(name)) plot.curves.push_back(seeds.curve(name, label, colour, smoothing, scale));
}

// A policy learns most in its first moments, from far below, and the rest of its life would be one flat line: shows
// what comes after the first tenth, and all that it is compared with.
std::optional<XyRange> settledRange(const TrainingPlot& plot, double to) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const XyCurve& curve : plot.curves) {
    for (const QPointF& point : curve.points) {
      if (point.x() > 0 && point.x() < to * kSettled) continue;
      low = std::min(low, point.y());
      high = std::max(high, point.y());
    }
  }
  if (!(low < high)) return std::nullopt;
  const double margin = (high - low) * 0.12;
  return XyRange{low - margin, high + margin};
}

std::vector<TrainingPlot> policyPlots(const TrainingCurves& curves, const Colours& colours) {
  const Seeds seeds(curves);
  const QString x = tr("training requests");
  const QString learner = curves.seeds.size() > 1 ? tr("policy, mean of seeds") : tr("policy");
  std::vector<TrainingPlot> plots{{tr("Return"), x, tr("episode return"), false},
                                  {tr("Violations"), x, tr("violations (%)"), false},
                                  {tr("Entropy and temperature"), x, tr("nats; temperature"), true},
                                  {tr("Losses"), x, tr("loss"), false}};
  const QColor pale = mix(colours.panel, colours.edge, 0.45);
  addIfThere(plots[0], seeds, QStringLiteral("return"), tr("with exploration"), pale, kSmoothing);
  addIfThere(plots[0], seeds, QStringLiteral("judged_return"), learner, colours.edge);
  addReferences(plots[0], curves.referenceReturn, seeds.lastX(), 1, colours);
  addIfThere(plots[1], seeds, QStringLiteral("violation_rate"), tr("with exploration"), pale, kSmoothing, 100);
  addIfThere(plots[1], seeds, QStringLiteral("judged_violation_rate"), learner, colours.edge, 0, 100);
  addReferences(plots[1], curves.referenceViolation, seeds.lastX(), 100, colours);
  plots[0].y = settledRange(plots[0], seeds.lastX());
  plots[1].y = settledRange(plots[1], seeds.lastX());
  if (plots[1].y) plots[1].y->low = 0;
  addIfThere(plots[2], seeds, QStringLiteral("entropy"), tr("entropy"), colours.edge, kSmoothing);
  addIfThere(plots[2], seeds, QStringLiteral("temperature"), tr("temperature"), colours.device);
  std::size_t index = 0;
  for (const QString& name : seeds.endingIn(QStringLiteral("_loss"))) {
    QString label = name;
    label.replace(u'_', u' ');
    addIfThere(plots[3], seeds, name, label, seriesColour(colours, index++), 1);
  }
  return plots;
}

std::vector<TrainingPlot> networkPlots(const TrainingCurves& curves, const Colours& colours) {
  const Seeds seeds(curves);
  const QString x = tr("step");
  std::vector<TrainingPlot> plots{{tr("Accuracy by exit"), x, tr("training accuracy (%)"), false},
                                  {tr("Loss by exit"), x, tr("cross-entropy"), false},
                                  {tr("Total loss"), x, tr("weighted sum over exits"), false},
                                  {tr("Learning rate"), x, tr("learning rate"), false}};
  const int exits = seeds.countOf(QStringLiteral("train_accuracy/"));
  for (int exit = 1; exit <= exits; ++exit) {
    const QString number = QString::number(exit);
    const QColor colour = seriesColour(colours, static_cast<std::size_t>(exit - 1));
    addIfThere(plots[0], seeds, QStringLiteral("train_accuracy/") + number, tr("exit %1").arg(exit), colour, 0, 100);
    addIfThere(plots[1], seeds, QStringLiteral("train_loss/") + number, tr("exit %1").arg(exit), colour);
  }
  for (int exit = 1; exit <= exits; ++exit) {
    const QString name = QStringLiteral("accuracy/%1").arg(exit);
    if (!seeds.has(name)) continue;
    XyCurve tested = seeds.curve(name, tr("exit %1, test").arg(exit),
                                 seriesColour(colours, static_cast<std::size_t>(exit - 1)), 0, 100);
    tested.kind = XyCurve::Kind::Points;
    tested.low.clear();
    tested.high.clear();
    plots[0].curves.push_back(std::move(tested));
  }
  addIfThere(plots[2], seeds, QStringLiteral("loss"), tr("loss"), colours.edge);
  addIfThere(plots[3], seeds, QStringLiteral("rate"), tr("learning rate"), colours.edge);
  return plots;
}

}  // namespace

std::vector<TrainingPlot> plotsOf(const TrainingCurves& curves, const Colours& colours) {
  return curves.kind == TrainingKind::Policy ? policyPlots(curves, colours) : networkPlots(curves, colours);
}

}  // namespace cleave::ui
