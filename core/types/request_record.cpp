// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/request_record.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>

#include "core/types/error.h"
#include "core/types/request_parts.h"
#include "core/types/run_table.h"

namespace cleave {
namespace {

double sumOf(std::vector<float>::const_iterator from, std::vector<float>::const_iterator to) {
  return std::accumulate(from, to, 0.0);
}

// A partition beyond the recorded layers (a failed request) has no times at all.
std::ptrdiff_t cutOf(const RequestRecord& record) {
  return std::clamp<std::ptrdiff_t>(record.decision.partition, 0, std::ssize(record.layerMs));
}

double toClock(double value) {
  return std::round(value * 1e6) / 1e6;
}

}  // namespace

std::string_view toText(Outcome outcome) {
  switch (outcome) {
    case Outcome::Completed:
      return "completed";
    case Outcome::Fallback:
      return "fallback";
    case Outcome::Failed:
      return "failed";
  }
  return "failed";
}

Outcome outcomeFromText(std::string_view text) {
  for (const Outcome outcome : {Outcome::Completed, Outcome::Fallback, Outcome::Failed}) {
    if (toText(outcome) == text) return outcome;
  }
  throw Error("'" + std::string(text) + "' is not an outcome: use completed, fallback or failed.");
}

void roundToClock(RequestRecord& record) {
  visitNumberColumns([&](const char*, auto field, auto) {
    using Number = std::remove_reference_t<decltype(record.*field)>;
    if constexpr (std::is_same_v<Number, double>) record.*field = toClock(record.*field);
  });
  for (float& ms : record.layerMs) ms = static_cast<float>(toClock(double{ms}));
  if (!std::isnan(record.totalMs)) record.totalMs = toClock(sumOfParts(record));
}

double RequestRecord::deviceLayersMs() const {
  return sumOf(layerMs.begin(), layerMs.begin() + cutOf(*this));
}
double RequestRecord::edgeLayersMs() const {
  return sumOf(layerMs.begin() + cutOf(*this), layerMs.end());
}

double RequestRecord::deviceMs() const {
  return msOn(PartSide::Device, *this);
}
double RequestRecord::linkMs() const {
  return msOn(PartSide::Link, *this);
}
double RequestRecord::edgeMs() const {
  return msOn(PartSide::Edge, *this);
}

}  // namespace cleave
