// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/request_json.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "core/types/run_table.h"

namespace cleave {
namespace {

/// A float's own digits and not those of the double that JSON makes of it: 0.1, and not 0.10000000149011612.
double asWritten(float value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  double wide = 0;
  std::from_chars(text, written.ptr, wide);
  return static_cast<float>(wide) == value ? wide : double{value};
}

}  // namespace

std::string toJson(const RequestRecord& record) {
  nlohmann::ordered_json json;
  json["id"] = record.id;
  json["decision"] = toText(record.decision);
  json["exit"] = record.decision.exit;
  json["partition"] = record.decision.partition;
  json["bits"] = record.decision.bits;
  json["outcome"] = toText(record.outcome);
  visitNumberColumns([&](const char* key, auto field, auto) {
    const auto value = record.*field;
    if constexpr (std::is_same_v<decltype(value), const float>) {
      json[key] = asWritten(value);
    } else if constexpr (std::is_same_v<decltype(value), const double>) {
      if (!std::isnan(value)) json[key] = value;
    } else {
      json[key] = value;
    }
  });
  json["layer_ms"] = nlohmann::ordered_json::array();
  for (const float ms : record.layerMs) json["layer_ms"].push_back(asWritten(ms));
  if (record.policy >= 0) json["policy"] = record.policy;
  if (!record.error.empty()) json["error"] = record.error;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace cleave
