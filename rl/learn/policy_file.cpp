// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/policy_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/model/model.h"
#include "core/types/error.h"
#include "rl/nn/mlp.h"
#include "rl/nn/state_file.h"

namespace cleave::learn {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKind = "cleave-policy";
constexpr std::uintmax_t kMostBytes = 64 << 20;
constexpr std::size_t kMostLayers = 16;
constexpr std::size_t kMostWidth = 4096;
constexpr std::size_t kMostFields = 32;
constexpr std::size_t kMostDecisions = 65536;
constexpr std::size_t kCritics = 2;

bool finite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

// Why these numbers are not a policy; empty when they are one. Sizes first: nothing is computed from wild ones.
std::string problemOf(const PolicyFile& policy) {
  const auto widths = [](std::size_t width) { return width < 1 || width > kMostWidth; };
  if (policy.hidden.size() > kMostLayers || std::ranges::any_of(policy.hidden, widths)) {
    return "it has invalid layer sizes";
  }
  if (policy.decisions.empty() || policy.decisions.size() > kMostDecisions) {
    return "it has an invalid number of decisions";
  }
  if (policy.fields.empty() || policy.fields.size() > kMostFields) return "it has an invalid number of inputs";
  for (const auto& field : policy.fields) (void)inputField(field);
  if (policy.weights.size() !=
      parameterCount(policy.shape, policy.fields.size(), policy.decisions.size(), policy.hidden)) {
    return "its number of weights does not match its layers";
  }
  if (!finite(policy.weights) || !finite(policy.critics)) return "some of its weights are not finite";
  const auto positive = [](float value) { return value > 0; };
  const bool sized = policy.mean.size() == policy.deviation.size() &&
                     (policy.shape != NetShape::Flat || policy.mean.size() == policy.fields.size());
  if (!sized || !finite(policy.mean) || !finite(policy.deviation) || !std::ranges::all_of(policy.deviation, positive)) {
    return "its normalisation is invalid";
  }
  return "";
}

PolicyFile parse(const StateFile& content) {
  PolicyFile policy;
  const Json json = Json::parse(content.header);
  if (const int version = json.at("version").get<int>(); version != PolicyFile::kVersion) {
    throw Error("it has format version " + std::to_string(version) + ", but this version of Cleave reads " +
                std::to_string(PolicyFile::kVersion));
  }
  policy.provenance = provenanceFromJson(json.at("trained_with").dump());
  json.at("command").get_to(policy.commandLine);
  json.at("steps").get_to(policy.steps);
  policy.shape = netShapeFromText(json.at("shape").get<std::string>());
  json.at("hidden").get_to(policy.hidden);
  for (const auto& text : json.at("decisions")) {
    policy.decisions.push_back(parseDecision(text.get_ref<const std::string&>()));
  }
  const bool flat = policy.shape == NetShape::Flat;
  policy.fields = json.value("fields", flat ? unnamedFlatFields() : unnamedContextFields());
  json.at("mean").get_to(policy.mean);
  json.at("deviation").get_to(policy.deviation);
  if (content.body.size() % sizeof(float) != 0) throw Error("its number of weights does not match its layers");
  const auto critics = json.value("critics", std::size_t{0});
  if (critics != 0 && critics != kCritics) throw Error("it has an invalid number of critics");
  std::vector<float> all(content.body.size() / sizeof(float));
  if (!all.empty()) std::memcpy(all.data(), content.body.data(), content.body.size());
  if (all.size() % (1 + critics) != 0) throw Error("its number of weights does not match its layers");
  const auto own = all.begin() + static_cast<std::ptrdiff_t>(all.size() / (1 + critics));
  policy.weights.assign(all.begin(), own);
  policy.critics.assign(own, all.end());
  if (const auto problem = problemOf(policy); !problem.empty()) throw Error(problem);
  return policy;
}

}  // namespace

std::size_t parameterCount(NetShape shape, std::size_t fields, std::size_t decisions,
                           const std::vector<std::size_t>& hidden) {
  const bool flat = shape == NetShape::Flat;
  std::vector<std::size_t> sizes{Encoding::inputsOf(shape, fields)};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  sizes.push_back(flat ? decisions : 1);
  return Mlp(sizes).parameterCount();
}

std::string checksumOf(std::span<const float> weights) {
  return checksumHex(std::as_bytes(weights));
}

void writePolicyFile(const std::filesystem::path& file, const PolicyFile& policy) {
  Json json{{"version", PolicyFile::kVersion},
            {"trained_with", Json::parse(toJson(policy.provenance))},
            {"command", policy.commandLine},
            {"steps", policy.steps},
            {"shape", toText(policy.shape)},
            {"hidden", policy.hidden},
            {"fields", policy.fields},
            {"decisions", Json::array()},
            {"mean", policy.mean},
            {"deviation", policy.deviation}};
  for (const auto& decision : policy.decisions) json["decisions"].push_back(toText(decision));
  if (!policy.critics.empty()) json["critics"] = kCritics;
  StateFile content{json.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
  for (const auto* values : {&policy.weights, &policy.critics}) {
    const auto* bytes = reinterpret_cast<const char*>(values->data());
    content.body.insert(content.body.end(), bytes, bytes + values->size() * sizeof(float));
  }
  writeStateFile(file, kKind, content);
}

PolicyFile readPolicyFile(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  if (!unknown && size > kMostBytes) throw Error(file.string() + " is too large to be a policy: choose another file.");
  const StateFile content = readStateFile(file, kKind);
  const std::string start = file.string() + " is not a valid policy: ";
  try {
    return parse(content);
  } catch (const Json::exception&) {
    throw Error(start + "its description is damaged; train it again.");
  } catch (const Error& error) {
    const std::string why = error.what();
    throw Error(start + why.substr(0, why.find_last_not_of('.') + 1) + "; train it again.");
  }
}

}  // namespace cleave::learn
