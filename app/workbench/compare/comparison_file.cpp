// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/compare/comparison_file.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/types/error.h"

namespace cleave::workbench {
namespace {

using Json = nlohmann::json;

constexpr qint64 kMostBytes = 64 << 20;  // a comparison of 100 policies has one

double number(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number() ? at->get<double>() : ui::Measure::kUnknown;
}

QString text(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? QString::fromStdString(at->get<std::string>()) : QString();
}

ui::Measure measure(const Json& json, const char* key) {
  const auto at = json.find(key);
  if (at == json.end() || !at->is_object()) return {};
  return {number(*at, "value"), number(*at, "low"), number(*at, "high")};
}

quint64 count(const Json& json, const char* key) {
  const double value = number(json, key);
  return value > 0 && value < 1e15 ? static_cast<quint64>(value) : 0;
}

QList<QPointF> points(const Json& json, const char* key) {
  QList<QPointF> list;
  const auto at = json.find(key);
  if (at == json.end() || !at->is_array()) return list;
  for (const Json& pair : *at) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) continue;
    list << QPointF(pair[0].get<double>(), pair[1].get<double>());
  }
  std::stable_sort(list.begin(), list.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
  return list;
}

// Simulated: an array of {decision, share}; live: an object, decision to share.
std::vector<std::pair<QString, double>> decisions(const Json& json) {
  std::vector<std::pair<QString, double>> list;
  const auto at = json.find("decisions");
  if (at == json.end()) return list;
  if (at->is_array()) {
    for (const Json& each : *at) {
      if (each.is_object()) list.emplace_back(text(each, "decision"), number(each, "share"));
    }
  } else if (at->is_object()) {
    for (const auto& [decision, share] : at->items()) {
      if (share.is_number()) list.emplace_back(QString::fromStdString(decision), share.get<double>());
    }
  }
  std::ranges::stable_sort(list, std::ranges::greater{}, &std::pair<QString, double>::second);
  return list;
}

void addSimulated(const Json& json, ui::ComparisonRow& row) {
  row.runs = text(json, "fixed");
  row.score = measure(json, "score");
  row.reward = measure(json, "reward_iqm");
  if (const auto scores = json.find("scores"); scores != json.end() && scores->is_array()) {
    for (const Json& score : *scores)
      row.scores.push_back(score.is_number() ? score.get<double>() : ui::Measure{}.value);
  }
  row.accuracy.value = number(json, "accuracy");  // expected, from the measured table: no interval of its own
  row.meanMs = number(json, "mean_ms");
  row.p50Ms = number(json, "p50_ms");
  row.p95Ms = number(json, "p95_ms");
  row.p99Ms = number(json, "p99_ms");
  row.violations = measure(json, "violation_rate");
  row.bytes = number(json, "uplink_bytes");
  row.fallbacks = number(json, "gave_up_rate");
}

void addLive(const Json& json, ui::ComparisonRow& row) {
  row.runs = text(json, "runs");
  row.accuracy = measure(json, "accuracy");
  row.meanMs = number(json, "measured_mean_ms");
  row.predictedMs = number(json, "predicted_mean_ms");
  row.p50Ms = number(json, "measured_p50_ms");
  row.p95Ms = number(json, "measured_p95_ms");
  row.p99Ms = number(json, "measured_p99_ms");
  row.violations = measure(json, "violations");
  row.bytes = number(json, "mean_bytes");
  if (row.requests > 0) row.fallbacks = number(json, "fallbacks") / static_cast<double>(row.requests);
}

}  // namespace

void addLine(ui::Comparison& comparison, const QByteArray& line) {
  const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
  if (!json.is_object()) throw Error("is not a line of a comparison");
  if (json.value("summary", Json()) == Json(true)) return;
  ui::ComparisonRow row;
  row.policy = text(json, "policy");
  row.requests = count(json, "requests");
  const bool live = json.contains("measured_mean_ms");
  if (row.policy.isEmpty() || (!live && !json.contains("mean_ms"))) throw Error("is not a line of a comparison");
  row.quantiles = points(json, "latency_quantiles");
  row.decisions = decisions(json);
  live ? addLive(json, row) : addSimulated(json, row);
  comparison.live = live;
  if (comparison.scenario.isEmpty()) comparison.scenario = text(json, "scenario");
  if (const double target = number(json, "target_ms"); target > 0) comparison.targetMs = target;
  comparison.rows.push_back(std::move(row));
}

ui::Comparison readComparison(const QString& name) {
  const std::string said = name.toStdString();
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly)) {
    throw Error("Cannot read " + said + " (" + file.errorString().toStdString() + "). Choose another file.");
  }
  if (file.size() > kMostBytes) throw Error(said + " is too large to be a comparison. Choose another file.");
  ui::Comparison comparison;
  const QByteArray bytes = file.readAll();
  const QList<QByteArray> lines = bytes.split('\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    if (lines[i].trimmed().isEmpty()) continue;
    try {
      addLine(comparison, lines[i]);
    } catch (const std::exception&) {
      if (i + 1 == lines.size() && !comparison.rows.empty()) break;
      throw Error(said + " is not a comparison (line " + std::to_string(i + 1) +
                  "). Choose a file written by 'cleave-cli policy compare --json' or the workbench.");
    }
  }
  if (comparison.rows.empty()) throw Error(said + " contains no policies. Choose another file.");
  return comparison;
}

void writeLines(const QString& name, const QByteArray& lines) {
  QSaveFile file(name);
  if (!file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size() || !file.commit()) {
    throw Error("Cannot write " + name.toStdString() + " (" + file.errorString().toStdString() +
                "). Choose another location.");
  }
}

QStringList comparisonFiles(const QString& folder) {
  QStringList files;
  for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Time)) {
    files << file.absoluteFilePath();
  }
  return files;
}

}  // namespace cleave::workbench
