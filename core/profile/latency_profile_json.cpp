// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/profile/latency_profile.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-latency-profiles";
constexpr std::uintmax_t kMaxFileBytes = 16U << 20;

// One list for both ways, so that nothing is written and not read.
template <class Profile, class Visit>
void visitFields(Profile& profile, Visit visit) {
  visit("name", profile.name);
  visit("machine", profile.machine);
  visit("side", profile.side);
  visit("threads", profile.threads);
  visit("governor", profile.governor);
  visit("precision", profile.precision);
  visit("source", profile.source);
  visit("model", profile.model);
  visit("architecture", profile.architecture);
  visit("frame_width", profile.frameWidth);
  visit("frame_height", profile.frameHeight);
  visit("prepare_ms", profile.prepareMs);
  visit("coding_ns", profile.codingNs);
}

Json toObject(const LatencyProfile& profile) {
  Json json;
  visitFields(profile, [&](const char* key, const auto& value) { json[key] = value; });
  json["layers"] = Json::array();
  for (const auto& layer : profile.layers) {
    json["layers"].push_back(
        {{"name", layer.name}, {"median_ms", layer.medianMs}, {"p95_ms", layer.p95Ms}, {"samples", layer.samples}});
  }
  return json;
}

LatencyProfile fromObject(const Json& json) {
  LatencyProfile profile;
  visitFields(profile, [&](const char* key, auto& value) { json.at(key).get_to(value); });
  for (const auto& entry : json.at("layers")) {
    auto& layer = profile.layers.emplace_back();
    entry.at("name").get_to(layer.name);
    entry.at("median_ms").get_to(layer.medianMs);
    entry.at("p95_ms").get_to(layer.p95Ms);
    entry.at("samples").get_to(layer.samples);
  }
  validate(profile);
  return profile;
}

// Runs `parse`, turning what it throws into one sentence that names `where`.
template <class Parse>
auto parsed(const std::string& where, Parse parse) {
  try {
    return parse();
  } catch (const Json::exception&) {
    throw Error(where + " does not contain a readable latency profile: it is damaged or incomplete; profile again.");
  } catch (const Error& error) {
    throw Error(where + " does not contain a usable latency profile: " + error.what());
  }
}

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);  // a machine's name need not be UTF-8
}

}  // namespace

std::string toJson(const LatencyProfile& profile) {
  return dump(toObject(profile), -1);
}

LatencyProfile latencyProfileFromJson(std::string_view text, const std::string& where) {
  return parsed(where, [&] { return fromObject(Json::parse(text)); });
}

void writeLatencyProfiles(const std::filesystem::path& file, std::span<const LatencyProfile> profiles) {
  Json json{{"format", kFormat}, {"version", LatencyProfile::kVersion}, {"profiles", Json::array()}};
  for (const auto& profile : profiles) {
    validate(profile);
    json["profiles"].push_back(toObject(profile));
  }
  const std::string text = dump(json, 1) + "\n";
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

std::vector<LatencyProfile> readLatencyProfiles(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  if (!in || unknown) throw Error(file.string() + " cannot be opened: check that it exists and is readable.");
  if (size > kMaxFileBytes) throw Error(file.string() + " is too large for latency profiles: choose another file.");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parsed(file.string(), [&] {
    const Json json = Json::parse(text);
    if (json.value("format", "") != kFormat) throw Error("it is a different kind of file.");
    const int version = json.at("version").get<int>();
    if (version != LatencyProfile::kVersion) {
      throw Error("it has format version " + std::to_string(version) + ": install a newer version of Cleave.");
    }
    std::vector<LatencyProfile> profiles;
    for (const auto& entry : json.at("profiles")) profiles.push_back(fromObject(entry));
    if (profiles.empty()) throw Error("it is empty.");
    return profiles;
  });
}

}  // namespace cleave
