// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/adapters/ui_data.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "rl/environment/load_models.h"
#include "ui/theme/format.h"

namespace cleave::workbench {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("UiData", text);
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

// Recorded runs

QString timeText(const std::string& utc) {
  const QDateTime time = QDateTime::fromString(text(utc), Qt::ISODate).toLocalTime();
  return time.isValid() ? QLocale::c().toString(time, QStringLiteral("d MMM yyyy, HH:mm")) : text(utc);
}

/// A trained policy's file is named by its last part.
QString policyText(const std::string& policy) {
  const QString name = text(policy);
  return name.startsWith(QLatin1String("policy:")) ? QFileInfo(name.mid(7)).fileName() : name;
}

QString policiesText(const std::vector<std::string>& policies) {
  const QString first = policies.empty() ? QString() : policyText(policies.front());
  if (policies.size() < 2) return first;
  return policies.size() == 2 ? tr("%1, then %2").arg(first, policyText(policies.back()))
                              : tr("%1 and %2 others").arg(first).arg(policies.size() - 1);
}

QString deviceText(const RunHeader& header) {
  QString name = text(header.deviceMachine.empty() ? header.agent : header.deviceMachine);
  if (name == QLatin1String("local")) name = tr("local agent");
  if (!header.emulated.empty()) name = tr("%1, emulated").arg(QFileInfo(text(header.emulated)).completeBaseName());
  return header.devicePrecision == "int8" ? tr("%1, int8").arg(name) : name;
}

// Conditions of a scenario

constexpr int kBins = 400;  // more than a dock has pixels for
constexpr double kConstantS = 60;

bool varies(const StepSeries& series) {
  return series.startsS().size() > 1;
}

double spanOf(const Conditions& conditions) {
  double spanS = 0;
  for (const auto* each : {&conditions.linkMbps, &conditions.rttMs, &conditions.deviceLoad, &conditions.edgeLoad}) {
    if (varies(*each)) spanS = std::max(spanS, each->durationS());
    if (each == &conditions.linkMbps && varies(*each)) break;  // what matters most
  }
  return spanS > 0 ? spanS : kConstantS;
}

double shareOfZeros(const StepSeries& series) {
  double zeroS = 0;
  const auto& starts = series.startsS();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const double endS = i + 1 < starts.size() ? starts[i + 1] : series.durationS();
    if (series.values()[i] <= 0) zeroS += endS - starts[i];
  }
  return series.durationS() > 0 ? zeroS / series.durationS() : 0;
}

// Observations and explanations

constexpr double kIdleMbps = 10;
constexpr double kIdleRttMs = 10;

double loadOf(double slowdown) {
  return slowdown > 0 ? 1 - 1 / slowdown : 0;  // below 0: faster than its profile
}

double slowdownOf(double load) {
  return 1 / (1 - std::min(load, kMostLoad));
}

ui::ScoreMeaning meaningOf(learn::ScoreKind kind) {
  switch (kind) {
    case learn::ScoreKind::Logit:
      return ui::ScoreMeaning::Logit;
    case learn::ScoreKind::Value:
      return ui::ScoreMeaning::Value;
    case learn::ScoreKind::None:
      break;
  }
  return ui::ScoreMeaning::None;
}

}  // namespace

ui::ModelSummary summaryOf(const Manifest& manifest) {
  ui::ModelSummary summary{QString::fromStdString(manifest.name), manifest.network, {}, {}};
  for (const auto& name : manifest.classes) summary.classes.push_back(QString::fromStdString(name));
  for (const auto& exit : manifest.accuracy) summary.exitAccuracy.push_back(exit.accuracy());
  return summary;
}

QString textOf(const RunManifest& manifest) {
  const QStringList parts{timeText(manifest.header.startedAt), text(manifest.header.model),
                          policiesText(manifest.policies), tr("%1 requests").arg(ui::formatCount(manifest.requests))};
  return parts.join(QStringLiteral(" · "));
}

ui::RecordedRun recordedRun(const SavedRun& run) {
  const RunHeader& header = run.header;
  ui::RecordedRun recorded;
  recorded.model.name = text(header.model);
  recorded.model.network = header.network;
  recorded.device = deviceText(header);
  recorded.policy = policiesText(run.policies());
  recorded.scenario = text(header.scenario);
  recorded.startedAt = timeText(header.startedAt);
  recorded.targetMs = header.targetMs;
  recorded.requests = run.table.size();
  recorded.truncated = run.truncated;
  return recorded;
}

std::vector<ui::PreviewBin> binsOf(const StepSeries& series, double durationS, int bins) {
  const auto& values = series.values();
  if (!varies(series)) return {{values.front(), values.front(), values.front()}};
  const auto& starts = series.startsS();
  std::vector<ui::PreviewBin> made;
  made.reserve(static_cast<std::size_t>(bins));
  for (int i = 0; i < bins; ++i) {
    const double fromS = durationS * i / bins;
    const double toS = durationS * (i + 1) / bins;
    const double first = series.at(fromS);
    ui::PreviewBin bin{first, series.integral(fromS, toS - fromS) / (toS - fromS), first};
    double cycleS = std::floor(fromS / series.durationS()) * series.durationS();
    auto step = static_cast<std::size_t>(std::ranges::upper_bound(starts, fromS - cycleS) - starts.begin());
    while (true) {
      if (step == starts.size()) {
        step = 0;
        cycleS += series.durationS();
      }
      if (cycleS + starts[step] >= toS) break;
      bin.low = std::min(bin.low, values[step]);
      bin.high = std::max(bin.high, values[step]);
      ++step;
    }
    bin.mean = std::clamp(bin.mean, bin.low, bin.high);
    made.push_back(bin);
  }
  return made;
}

ui::ConditionsPreview previewOf(const Scenario& scenario, const Conditions& conditions) {
  ui::ConditionsPreview preview;
  preview.durationS = spanOf(conditions);
  preview.mbps = binsOf(conditions.linkMbps, preview.durationS, kBins);
  preview.rttMs = binsOf(conditions.rttMs, preview.durationS, kBins);
  preview.deviceLoad = binsOf(conditions.deviceLoad, preview.durationS, kBins);
  preview.edgeLoad = binsOf(conditions.edgeLoad, preview.durationS, kBins);
  preview.note = tr("mean %1").arg(ui::formatMbps(conditions.linkMbps.mean()));
  if (const double dead = shareOfZeros(conditions.linkMbps); dead > 0.0005) {
    preview.note += tr(" · down %1").arg(ui::formatPercent(dead));
  }
  preview.note += tr(" · target %1 ms").arg(scenario.targetMs);
  return preview;
}

ui::WhatIfValues valuesOf(const Observation& observation) {
  return {observation.bandwidthMeanMbps, observation.rttMs, loadOf(observation.deviceSlowdown),
          loadOf(observation.edgeSlowdown), observation.targetMs};
}

Observation observationWith(const Observation& base, const ui::WhatIfValues& values) {
  const ui::WhatIfValues own = valuesOf(base);
  Observation o = base;
  if (values.bandwidthMbps != own.bandwidthMbps) {
    const double mbps = values.bandwidthMbps;
    const double spread = base.bandwidthMeanMbps > 0 ? base.bandwidthSpreadMbps / base.bandwidthMeanMbps : 0;
    o.bandwidthShortMbps = o.bandwidthMeanMbps = o.bandwidthLongMbps = o.bandwidthLastMbps = mbps;
    o.bandwidthSpreadMbps = spread * mbps;
    o.sinceTransferS = 0;
  }
  if (values.deviceLoad != own.deviceLoad) o.deviceSlowdown = slowdownOf(values.deviceLoad);
  if (values.edgeLoad != own.edgeLoad) o.edgeSlowdown = slowdownOf(values.edgeLoad);
  o.rttMs = values.rttMs;
  o.targetMs = values.targetMs;
  return o;
}

Observation idleObservation(double targetMs) {
  Observation o;
  o.targetMs = targetMs;
  o.bandwidthShortMbps = o.bandwidthMeanMbps = o.bandwidthLongMbps = o.bandwidthLastMbps = kIdleMbps;
  o.rttMs = kIdleRttMs;
  return o;
}

ui::PolicyInsight insightFrom(const learn::Explanation& explanation, learn::ScoreKind scores,
                              const DecisionTable& table, const Observation& observation) {
  ui::PolicyInsight insight;
  insight.values = valuesOf(observation);
  insight.chosen = explanation.chosen;
  insight.entropy = explanation.entropy;
  insight.allowedCount = explanation.allowedCount;
  insight.scores = meaningOf(scores);
  insight.decisions.reserve(explanation.entries.size());
  for (int i = 0; i < table.size(); ++i) {
    const auto& entry = explanation.entries[static_cast<std::size_t>(i)];
    const DecisionCost& cost = table.at(i);
    insight.decisions.push_back({cost.decision, entry.allowed, entry.scored, entry.probability, entry.score,
                                 entry.predictedMs, cost.accuracy, entry.reward});
  }
  return insight;
}

}  // namespace cleave::workbench
