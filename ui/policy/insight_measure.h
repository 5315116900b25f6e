// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

#include "ui/policy/policy_insight.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// What a heat map shows of each decision.
enum class InsightMeasure { Probability, Score, Latency, Accuracy, Reward };
inline constexpr int kMeasures = 5;

/// "probability", ...; the score has its name from what it means: "critic value", "actor score".
QString nameOf(InsightMeasure measure, ScoreMeaning meaning);
/// Why there is nothing to show; empty where there is.
QString whyNone(InsightMeasure measure, ScoreMeaning meaning);

/// nullopt where the decision has none: not allowed, not scored, not measured.
std::optional<double> valueOf(const DecisionInsight& decision, InsightMeasure measure);
/// As people read it: "41.2 %", "72.0 ms", "0.87".
QString toText(double value, InsightMeasure measure);
/// The same where there is hardly room: "41", "72", "0.87"; percent and milliseconds.
QString shortText(double value, InsightMeasure measure);

/// From what to what the colours go, over the allowed decisions; probability from 0, up to 1 where one has nearly all.
struct MeasureRange {
  double low = 0;
  double high = 1;
  [[nodiscard]] double place(double value) const;  ///< 0..1
};
MeasureRange rangeOf(const PolicyInsight& insight, InsightMeasure measure);

/// @param place 0..1 in the range. Latency runs from the edge's blue to the violation's red at `place` 1; the rest is
/// one hue that deepens. Probabilities are drawn by their square root, so that rare decisions show.
QColor heatColour(const Colours& colours, InsightMeasure measure, double place);

/// All of a decision's numbers, a line each.
QString describe(const DecisionInsight& decision, const PolicyInsight& insight);

/// "5 / 4 / 8"
QString spaced(const Decision& decision);

}  // namespace cleave::ui
