// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/insight_measure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Policy", text);
}

QString scoreName(ScoreMeaning meaning) {
  return meaning == ScoreMeaning::Value ? tr("critic value") : tr("actor score");
}

}  // namespace

QString nameOf(InsightMeasure measure, ScoreMeaning meaning) {
  switch (measure) {
    case InsightMeasure::Probability:
      return tr("probability");
    case InsightMeasure::Score:
      return meaning == ScoreMeaning::None ? tr("critic value") : scoreName(meaning);
    case InsightMeasure::Latency:
      return tr("latency");
    case InsightMeasure::Accuracy:
      return tr("accuracy");
    case InsightMeasure::Reward:
      return tr("reward");
  }
  return {};
}

QString whyNone(InsightMeasure measure, ScoreMeaning meaning) {
  if (measure != InsightMeasure::Score || meaning != ScoreMeaning::None) return {};
  return tr("Rules have no critics: choose a trained policy to see its network's scores.");
}

std::optional<double> valueOf(const DecisionInsight& decision, InsightMeasure measure) {
  if (!decision.allowed) return std::nullopt;
  switch (measure) {
    case InsightMeasure::Probability:
      return decision.probability;
    case InsightMeasure::Score:
      return decision.scored ? std::optional(decision.score) : std::nullopt;
    case InsightMeasure::Latency:
      return decision.predictedMs;
    case InsightMeasure::Accuracy:
      return decision.accuracy > 0 ? std::optional(decision.accuracy) : std::nullopt;
    case InsightMeasure::Reward:
      return decision.reward;
  }
  return std::nullopt;
}

QString toText(double value, InsightMeasure measure) {
  switch (measure) {
    case InsightMeasure::Probability:
      return value > 0 && value < 0.0005 ? tr("< 0.1 %") : formatPercent(value);
    case InsightMeasure::Accuracy:
      return formatPercent(value);
    case InsightMeasure::Latency:
      return formatMs(value);
    case InsightMeasure::Score:
    case InsightMeasure::Reward:
      return QString::number(value, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212));
  }
  return {};
}

QString shortText(double value, InsightMeasure measure) {
  if (measure == InsightMeasure::Probability || measure == InsightMeasure::Accuracy)
    return QString::number(100 * value, 'f', 0);
  return measure == InsightMeasure::Latency ? QString::number(value, 'f', 0) : toText(value, measure);
}

double MeasureRange::place(double value) const {
  return high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 1;
}

MeasureRange rangeOf(const PolicyInsight& insight, InsightMeasure measure) {
  std::optional<double> low;
  std::optional<double> high;
  for (const auto& decision : insight.decisions) {
    const auto value = valueOf(decision, measure);
    if (!value) continue;
    low = std::min(low.value_or(*value), *value);
    high = std::max(high.value_or(*value), *value);
  }
  if (!low) return {};
  if (measure == InsightMeasure::Probability) return {0, *high > 0.5 ? 1 : *high};
  // A target in the middle of nowhere: what is twice too late is as bad as what is ten times too late.
  if (measure == InsightMeasure::Latency && insight.values.targetMs > 0) return {0, 2 * insight.values.targetMs};
  return {*low, *high};
}

QColor heatColour(const Colours& colours, InsightMeasure measure, double place) {
  const QColor none = mix(colours.panel, colours.edge, colours.dark ? 0.10 : 0.06);
  if (measure == InsightMeasure::Latency) {
    const QColor middle = mix(colours.panel, colours.link, 0.35);
    return place < 0.5 ? mix(colours.edge, middle, 2 * place) : mix(middle, colours.violation, 2 * place - 1);
  }
  if (measure == InsightMeasure::Probability)
    return mix(none, colours.edge, place > 0 ? 0.06 + 0.94 * std::sqrt(place) : 0);
  return mix(none, measure == InsightMeasure::Accuracy ? colours.exit : colours.edge, 0.08 + 0.92 * place);
}

QString describe(const DecisionInsight& decision, const PolicyInsight& insight) {
  QStringList lines{tr("exit %1, partition %2, %3 bits")
                        .arg(decision.decision.exit)
                        .arg(decision.decision.partition)
                        .arg(decision.decision.bits)};
  if (!decision.allowed) lines << tr("not allowed now");
  if (decision.allowed) {
    lines << tr("probability %1").arg(toText(decision.probability, InsightMeasure::Probability));
    if (decision.scored) {
      lines << QStringLiteral("%1 %2").arg(scoreName(insight.scores), toText(decision.score, InsightMeasure::Score));
    }
  }
  lines << tr("predicted latency %1").arg(formatMs(decision.predictedMs));
  if (insight.values.targetMs > 0) {
    const double late = decision.predictedMs - insight.values.targetMs;
    lines.back() += late > 0 ? tr(", %1 over target").arg(formatMs(late)) : tr(", within target");
  }
  if (decision.accuracy > 0) {
    lines << tr("accuracy %1").arg(formatPercent(decision.accuracy));
    lines << tr("predicted reward %1").arg(toText(decision.reward, InsightMeasure::Reward));
  } else {
    lines << tr("accuracy not measured");
  }
  return lines.join(QLatin1Char('\n'));
}

QString spaced(const Decision& decision) {
  return QStringLiteral("%1 / %2 / %3").arg(decision.exit).arg(decision.partition).arg(decision.bits);
}

}  // namespace cleave::ui
