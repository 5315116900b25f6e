// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_summary.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/statistics/quantile.h"

namespace cleave {
namespace {

nlohmann::ordered_json proportionJson(const Proportion& proportion) {
  return {{"value", proportion.value}, {"low", proportion.low}, {"high", proportion.high}};
}

std::vector<RunSummary::Share> sharesOf(const std::vector<RequestRecord>& records) {
  std::map<std::string, RunSummary::Share> byText;
  for (const auto& record : records) {
    auto& share = byText[toText(record.decision)];
    share.decision = record.decision;
    ++share.requests;
    if (record.outcome == Outcome::Failed) continue;
    share.meanMs += (record.totalMs - share.meanMs) / static_cast<double>(++share.answered);
  }
  std::vector<RunSummary::Share> shares;
  for (const auto& [text, share] : byText) shares.push_back(share);
  std::ranges::stable_sort(shares, std::ranges::greater{}, &RunSummary::Share::requests);
  return shares;
}

}  // namespace

RunSummary summarise(const std::vector<RequestRecord>& records) {
  RunSummary summary;
  std::vector<double> latencies;
  ClusteredTally accuracy;
  std::vector<bool> late;
  late.reserve(records.size());
  for (const auto& record : records) {
    ++summary.requests;
    summary.hasTarget = summary.hasTarget || record.targetMs > 0;
    ++(record.outcome == Outcome::Completed  ? summary.completed
       : record.outcome == Outcome::Fallback ? summary.fallbacks
                                             : summary.failed);
    if (record.label >= 0) accuracy.add(record.frame, record.correct());
    late.push_back(record.violatesTarget());
    if (record.outcome == Outcome::Failed) continue;
    latencies.push_back(record.totalMs);
    const auto n = static_cast<double>(latencies.size());
    const auto average = [n](double& mean, double value) { mean += (value - mean) / n; };
    average(summary.meanMs, record.totalMs);
    average(summary.deviceMs, record.deviceMs());
    average(summary.linkMs, record.linkMs());
    average(summary.edgeMs, record.edgeMs());
    average(summary.payloadBytes, static_cast<double>(record.payloadBytes));
  }
  summary.frames = accuracy.clusters();
  summary.accuracy = accuracy.proportion();
  summary.violations = proportionOfSeries(late);
  std::ranges::sort(latencies);
  summary.p50Ms = quantileOfSorted(latencies, 0.50);
  summary.p95Ms = quantileOfSorted(latencies, 0.95);
  summary.p99Ms = quantileOfSorted(latencies, 0.99);
  if (latencies.empty()) {
    for (double* mean : {&summary.meanMs, &summary.deviceMs, &summary.linkMs, &summary.edgeMs, &summary.payloadBytes}) {
      *mean = std::numeric_limits<double>::quiet_NaN();
    }
  }
  summary.decisions = sharesOf(records);
  if (!records.empty()) {
    const double lastMs = std::isnan(records.back().totalMs) ? 0 : records.back().totalMs;  // it failed
    const double seconds = records.back().startS + lastMs / 1000 - records.front().startS;
    if (seconds > 0) summary.requestsPerSecond = static_cast<double>(summary.requests) / seconds;
  }
  return summary;
}

std::string toJson(const RunSummary& summary) {
  nlohmann::ordered_json json{{"summary", true},
                              {"requests", summary.requests},
                              {"completed", summary.completed},
                              {"fallbacks", summary.fallbacks},
                              {"failed", summary.failed},
                              {"frames", summary.frames},
                              {"accuracy", proportionJson(summary.accuracy)},
                              {"violations", proportionJson(summary.violations)},
                              {"mean_ms", summary.meanMs},
                              {"p50_ms", summary.p50Ms},
                              {"p95_ms", summary.p95Ms},
                              {"p99_ms", summary.p99Ms},
                              {"device_ms", summary.deviceMs},
                              {"link_ms", summary.linkMs},
                              {"edge_ms", summary.edgeMs},
                              {"payload_bytes", summary.payloadBytes},
                              {"requests_per_second", summary.requestsPerSecond}};
  return json.dump();
}

std::string toText(const RunSummary& summary) {
  std::string result;
  char text[512];
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::snprintf(text, sizeof text, "requests    %llu: %llu completed, %llu fallbacks, %llu failed; %.1f requests/s\n",
                number(summary.requests), number(summary.completed), number(summary.fallbacks), number(summary.failed),
                summary.requestsPerSecond);
  result += text;
  if (summary.frames == 0) {
    result += "accuracy    unknown: no request has a label\n";
  } else {
    std::snprintf(text, sizeof text, "accuracy    %.1f %% (95 %% interval %.1f to %.1f) on %llu distinct images\n",
                  100 * summary.accuracy.value, 100 * summary.accuracy.low, 100 * summary.accuracy.high,
                  number(summary.frames));
    result += text;
  }
  if (std::isnan(summary.meanMs)) {
    result += "latency     unknown: no request has a result\n";
  } else {
    std::snprintf(text, sizeof text,
                  "latency     mean %.1f ms, p50 %.1f, p95 %.1f, p99 %.1f\n"
                  "of which    device %.1f ms, link %.1f ms, edge %.1f ms; %.1f kB on the link\n",
                  summary.meanMs, summary.p50Ms, summary.p95Ms, summary.p99Ms, summary.deviceMs, summary.linkMs,
                  summary.edgeMs, summary.payloadBytes / 1000);
    result += text;
  }
  if (!summary.hasTarget) {
    result += "violations  none possible: no latency target was set\n";
  } else {
    std::snprintf(text, sizeof text,
                  "violations  %.1f %% of requests missed the latency target (95 %% interval %.1f to %.1f)\n",
                  100 * summary.violations.value, 100 * summary.violations.low, 100 * summary.violations.high);
    result += text;
  }
  constexpr std::size_t kShown = 5;
  for (std::size_t i = 0; i < std::min(kShown, summary.decisions.size()); ++i) {
    const auto& share = summary.decisions[i];
    std::snprintf(text, sizeof text, "%s%-9s %5.1f %% of requests, mean %.1f ms\n",
                  i == 0 ? "decisions   " : "            ", toText(share.decision).c_str(),
                  100.0 * static_cast<double>(share.requests) / static_cast<double>(summary.requests), share.meanMs);
    result += text;
  }
  return result;
}

}  // namespace cleave
