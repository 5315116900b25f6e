// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/input_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/types/error.h"

namespace cleave::learn {
namespace {

using O = Observation;

constexpr double kLeastMbps = 0.01;

double logRate(double mbps) {
  return std::log(std::max(mbps, kLeastMbps));
}

constexpr std::array kFields{
    InputField{"bandwidth_short", [](const O& o) { return logRate(o.bandwidthShortMbps); }},
    InputField{"bandwidth_mean", [](const O& o) { return logRate(o.bandwidthMeanMbps); }},
    InputField{"bandwidth_long", [](const O& o) { return logRate(o.bandwidthLongMbps); }},
    InputField{"bandwidth_last", [](const O& o) { return logRate(o.bandwidthLastMbps); }},
    InputField{
        "bandwidth_spread",
        [](const O& o) { return std::log1p(o.bandwidthSpreadMbps / std::max(o.bandwidthMeanMbps, kLeastMbps)); }},
    InputField{"target", [](const O& o) { return std::log(targetOf(o) / 100); }},
    InputField{"waited", [](const O& o) { return std::min(o.waitedMs / targetOf(o), 5.0); }},
    InputField{"rtt", [](const O& o) { return o.rttMs / targetOf(o); }},
    InputField{"bandwidth_age", [](const O& o) { return std::log1p(o.sinceTransferS); }},
    InputField{"device_slowdown", [](const O& o) { return std::log(o.deviceSlowdown); }},
    InputField{"edge_slowdown", [](const O& o) { return std::log(o.edgeSlowdown); }},
    InputField{"queue", [](const O& o) { return std::log1p(static_cast<double>(o.queueLength)); }},
    InputField{"rtt_age", [](const O& o) { return std::log1p(o.rttAgeS); }},
    InputField{"device_age", [](const O& o) { return std::log1p(o.deviceAgeS); }},
    InputField{"edge_age", [](const O& o) { return std::log1p(o.edgeAgeS); }},
    InputField{"bandwidth_trend",
               [](const O& o) { return 0.5 * (logRate(o.bandwidthShortMbps) - logRate(o.bandwidthLongMbps)); }},
    InputField{"bandwidth_step",
               [](const O& o) { return 0.5 * (logRate(o.bandwidthLastMbps) - logRate(o.bandwidthMeanMbps)); }},
};

std::vector<std::string> with(std::vector<std::string> fields, std::initializer_list<const char*> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

}  // namespace

const InputField& inputField(std::string_view name) {
  const auto found = std::ranges::find_if(kFields, [&](const InputField& field) { return name == field.name; });
  if (found != kFields.end()) return *found;
  throw Error("it reads the input '" + std::string(name) + "', which this version of Cleave does not have");
}

const std::vector<std::string>& unnamedFlatFields() {
  static const std::vector<std::string> fields{
      "bandwidth_short",  "bandwidth_mean",  "bandwidth_long", "bandwidth_last",
      "bandwidth_spread", "target",          "waited",         "rtt",
      "bandwidth_age",    "device_slowdown", "edge_slowdown",  "queue"};
  return fields;
}

const std::vector<std::string>& unnamedContextFields() {
  static const std::vector<std::string> fields{"bandwidth_spread", "bandwidth_trend", "bandwidth_step", "bandwidth_age",
                                               "queue"};
  return fields;
}

const std::vector<std::string>& flatFields() {
  static const auto fields = with(unnamedFlatFields(), {"rtt_age", "device_age", "edge_age"});
  return fields;
}

const std::vector<std::string>& contextFields() {
  static const auto fields = with(unnamedContextFields(), {"device_age", "edge_age"});
  return fields;
}

}  // namespace cleave::learn
