// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/manifest.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/model/network_json.h"
#include "core/types/decision.h"
#include "core/types/decision_space.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-model";
constexpr std::uint64_t kMaxWeightsBytes = 512ULL << 20;

Json tensorsToJson(const std::vector<TensorEntry>& tensors) {
  Json list = Json::array();
  for (const auto& tensor : tensors) {
    list.push_back({{"name", tensor.name},
                    {"shape", tensor.shape},
                    {"type", tensor.type == TensorType::Float16 ? "float16" : "float32"},
                    {"offset", tensor.offset}});
  }
  return list;
}

TensorEntry tensorFromJson(const Json& json, std::uint64_t weightsBytes) {
  TensorEntry tensor;
  json.at("name").get_to(tensor.name);
  json.at("shape").get_to(tensor.shape);
  json.at("offset").get_to(tensor.offset);
  const auto type = json.at("type").get<std::string>();
  if (type != "float16" && type != "float32") throw Error("tensor '" + tensor.name + "' has an unknown type");
  tensor.type = type == "float16" ? TensorType::Float16 : TensorType::Float32;
  // Each step stays below 2^64, whatever a hostile manifest says: extents are at most 2^30 and the blob 2^29.
  std::uint64_t bytes = bytesPerElement(tensor.type);
  bool fits = !tensor.shape.empty() && tensor.shape.size() <= 4 && tensor.offset <= weightsBytes;
  for (const std::int64_t extent : tensor.shape) {
    fits = fits && extent >= 1 && extent <= (1LL << 30);
    if (fits) bytes *= static_cast<std::uint64_t>(extent);
    fits = fits && bytes <= weightsBytes;
  }
  if (!fits || bytes > weightsBytes - tensor.offset) {
    throw Error("tensor '" + tensor.name.substr(0, 64) + "' lies outside the weights");
  }
  return tensor;
}

int bitsFromText(const std::string& text) {
  const auto found = std::ranges::find(kBitWidths, text, [](int bits) { return std::to_string(bits); });
  if (found == kBitWidths.end())
    throw Error("it has a quantization range for an unsupported bit width, '" + text.substr(0, 64) + "'");
  return *found;
}

void readRanges(const Json& json, Manifest& manifest) {
  for (const auto& [layer, byBits] : json.items()) {
    for (const auto& [bits, range] : byBits.items()) {
      auto& list = manifest.ranges[layer][bitsFromText(bits)];
      if (range.is_array()) {
        list.push_back({range.at(0).get<float>(), range.at(1).get<float>()});
      } else {
        const auto low = range.at("low").get<std::vector<float>>();
        const auto high = range.at("high").get<std::vector<float>>();
        if (low.empty() || low.size() != high.size())
          throw Error("the lower and upper bounds of its per-channel ranges do not match");
        for (std::size_t i = 0; i < low.size(); ++i) list.push_back({low[i], high[i]});
      }
      for (const ValueRange& value : list) {
        if (!std::isfinite(value.high - value.low) || !(value.low < value.high)) {
          throw Error("the quantization range of layer '" + layer.substr(0, 64) + "' is empty or not finite");
        }
      }
    }
  }
}

ExitAccuracy accuracyFrom(const Json& correct, const Json& samples) {
  const ExitAccuracy accuracy{correct.get<int>(), samples.get<int>()};
  if (accuracy.samples < 1 || accuracy.correct < 0 || accuracy.correct > accuracy.samples)
    throw Error("its accuracy counts exceed its sample counts");
  return accuracy;
}

void readCoding(const Json& json, Manifest& manifest) {
  for (const auto& [layer, byBits] : json.items()) {
    for (const auto& [bits, frequencies] : byBits.items()) {
      const int width = bitsFromText(bits);
      auto& list = manifest.coding[layer][width];
      frequencies.get_to(list);
      validateFrequencies(width, list);
    }
  }
}

void readDecisions(const Json& table, Manifest& manifest) {
  const auto& correct = table.at("correct");
  if (static_cast<int>(correct.size()) != DecisionSpace(manifest.network).size()) {
    throw Error("its accuracy table does not match its decisions");
  }
  const bool sized = table.contains("mean_bytes");
  for (std::size_t i = 0; i < correct.size(); ++i) {
    const ExitAccuracy tally = accuracyFrom(correct.at(i), table.at("samples"));
    DecisionMeasurement entry{tally.correct, tally.samples, 0, 0};
    if (sized) {
      table.at("mean_bytes").at(i).get_to(entry.meanBytes);
      table.at("p95_bytes").at(i).get_to(entry.p95Bytes);
      if (!(entry.meanBytes > 0 && entry.meanBytes < 1e9 && entry.p95Bytes > 0 && entry.p95Bytes < 1e9)) {
        throw Error("its accuracy table contains an impossible payload size");
      }
    }
    manifest.decisions.push_back(entry);
  }
}

// Together no more than the blob: a small file must not expand into many copies of itself.
std::vector<TensorEntry> tensorsFromJson(const Json& list, std::uint64_t weightsBytes) {
  std::vector<TensorEntry> tensors;
  std::uint64_t room = weightsBytes;
  for (const auto& json : list) {
    const auto& tensor = tensors.emplace_back(tensorFromJson(json, weightsBytes));
    const auto bytes = static_cast<std::uint64_t>(elementCount(tensor.shape)) * bytesPerElement(tensor.type);
    if (bytes > room) throw Error("its tensors need more bytes than the weights have");
    room -= bytes;
  }
  return tensors;
}

Json rangesToJson(const std::vector<ValueRange>& list) {
  if (list.size() == 1) return Json::array({list[0].low, list[0].high});
  Json low = Json::array();
  Json high = Json::array();
  for (const ValueRange& range : list) {
    low.push_back(range.low);
    high.push_back(range.high);
  }
  return {{"low", low}, {"high", high}};
}

Json decisionsToJson(const std::vector<DecisionMeasurement>& decisions) {
  Json json{{"samples", decisions.front().samples}};
  const bool sized = decisions.front().meanBytes > 0;
  for (const auto& decision : decisions) {
    json["correct"].push_back(decision.correct);
    if (!sized) continue;
    json["mean_bytes"].push_back(decision.meanBytes);
    json["p95_bytes"].push_back(decision.p95Bytes);
  }
  return json;
}

void readProfiles(const Json& list, Manifest& manifest) {
  if (list.size() > Manifest::kMaxProfiles) throw Error("it contains too many latency profiles");
  for (const auto& json : list) {
    manifest.profiles.push_back(latencyProfileFromJson(json.dump(), "it"));
    requireCovers(manifest.profiles.back(), manifest.network);
  }
}

Manifest parse(std::string_view text) {
  const Json json = Json::parse(text);
  if (json.value("format", "") != kFormat) throw Error("its manifest does not describe a model");
  const int version = json.at("version").get<int>();
  if (version != Manifest::kVersion) {
    throw Error("it has format version " + std::to_string(version) + ", but this version of Cleave reads version " +
                std::to_string(Manifest::kVersion) + ": install a matching version of Cleave");
  }
  Manifest manifest;
  json.at("name").get_to(manifest.name);
  json.at("dataset").get_to(manifest.dataset);
  json.at("classes").get_to(manifest.classes);
  manifest.network = networkFromJson(json.at("network"));
  const auto scores = manifest.network.shapes(1).back();
  if (static_cast<std::int64_t>(manifest.classes.size()) != scores[0]) {
    throw Error("it names " + std::to_string(manifest.classes.size()) + " classes, but its network has " +
                std::to_string(scores[0]) + " outputs");
  }
  readRanges(json.at("ranges"), manifest);
  if (json.contains("coding")) readCoding(json.at("coding"), manifest);
  for (const auto& entry : json.at("accuracy")) {
    manifest.accuracy.push_back(accuracyFrom(entry.at("correct"), entry.at("samples")));
  }
  if (!manifest.accuracy.empty() && manifest.accuracy.size() != manifest.network.exits.size()) {
    throw Error("its accuracy list does not match its exits");
  }
  if (json.contains("decision_accuracy")) {
    readDecisions(json.at("decision_accuracy"), manifest);
  }
  const auto& weights = json.at("weights");
  weights.at("bytes").get_to(manifest.weightsBytes);
  weights.at("xxh3_128").get_to(manifest.weightsChecksum);
  if (manifest.weightsBytes > kMaxWeightsBytes) throw Error("it declares more than 512 MiB of weights");
  manifest.tensors = tensorsFromJson(weights.at("tensors"), manifest.weightsBytes);
  manifest.devicePrecision = devicePrecisionFromText(json.value("device_precision", "float32"));
  manifest.recipe = json.value("recipe", "");
  if (json.contains("profiles")) readProfiles(json.at("profiles"), manifest);
  return manifest;
}

}  // namespace

std::size_t bytesPerElement(TensorType type) {
  return type == TensorType::Float16 ? 2 : 4;
}

std::string toText(DevicePrecision precision) {
  return precision == DevicePrecision::Int8 ? "int8" : "float32";
}

DevicePrecision devicePrecisionFromText(const std::string& text) {
  for (const auto precision : {DevicePrecision::Float32, DevicePrecision::Int8}) {
    if (text == toText(precision)) return precision;
  }
  throw UsageError("'" + text.substr(0, 64) + "' is not a supported precision: choose float32 or int8.");
}

std::string toJson(const Manifest& manifest) {
  Json json{
      {"format", kFormat},           {"version", Manifest::kVersion}, {"name", manifest.name},
      {"dataset", manifest.dataset}, {"classes", manifest.classes},   {"network", networkToJson(manifest.network)},
      {"ranges", Json::object()},    {"accuracy", Json::array()},     {"recipe", manifest.recipe}};
  for (const auto& [layer, byBits] : manifest.ranges) {
    for (const auto& [bits, list] : byBits) json["ranges"][layer][std::to_string(bits)] = rangesToJson(list);
  }
  for (const auto& [layer, byBits] : manifest.coding) {
    for (const auto& [bits, frequencies] : byBits) json["coding"][layer][std::to_string(bits)] = frequencies;
  }
  for (const auto& exit : manifest.accuracy) {
    json["accuracy"].push_back({{"correct", exit.correct}, {"samples", exit.samples}});
  }
  if (!manifest.decisions.empty()) json["decision_accuracy"] = decisionsToJson(manifest.decisions);
  if (manifest.devicePrecision != DevicePrecision::Float32) json["device_precision"] = toText(manifest.devicePrecision);
  json["weights"] = {{"bytes", manifest.weightsBytes},
                     {"xxh3_128", manifest.weightsChecksum},
                     {"tensors", tensorsToJson(manifest.tensors)}};
  for (const auto& profile : manifest.profiles) json["profiles"].push_back(Json::parse(toJson(profile)));
  // A recipe quotes file names, which need not be UTF-8.
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

Manifest manifestFromJson(std::string_view text, const std::string& where) {
  try {
    return parse(text);
  } catch (const Json::exception&) {
    throw Error(where + " cannot be used: its manifest is damaged or incomplete; restore the file from a copy.");
  } catch (const std::exception& error) {  // Error, or a number where none is: one sentence each
    throw Error(where + " cannot be used: " + error.what() + (std::string(error.what()).ends_with('.') ? "" : "."));
  }
}

}  // namespace cleave
