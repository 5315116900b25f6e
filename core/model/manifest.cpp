// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/manifest.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/model/network_json.h"
#include "core/plain/error.h"

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
    throw Error("tensor '" + tensor.name.substr(0, 64) + "' does not lie within the weights");
  }
  return tensor;
}

void readRanges(const Json& json, Manifest& manifest) {
  for (const auto& [layer, byBits] : json.items()) {
    for (const auto& [bits, range] : byBits.items()) {
      const ValueRange value{range.at(0).get<float>(), range.at(1).get<float>()};
      if (!std::isfinite(value.low) || !std::isfinite(value.high) || !(value.low < value.high)) {
        throw Error("the quantization range of layer '" + layer.substr(0, 64) + "' is empty");
      }
      manifest.ranges[layer][std::stoi(bits)] = value;
    }
  }
}

Manifest parse(std::string_view text) {
  const Json json = Json::parse(text);
  if (json.value("format", "") != kFormat) throw Error("its manifest is not a model's");
  const int version = json.at("version").get<int>();
  if (version != Manifest::kVersion) {
    throw Error("it has format version " + std::to_string(version) + " and this Cleave reads version " +
                std::to_string(Manifest::kVersion) + ": install a newer Cleave");
  }
  Manifest manifest;
  json.at("name").get_to(manifest.name);
  json.at("dataset").get_to(manifest.dataset);
  json.at("classes").get_to(manifest.classes);
  manifest.network = networkFromJson(json.at("network"));
  const auto scores = manifest.network.shapes(1).back();
  if (static_cast<std::int64_t>(manifest.classes.size()) != scores[0]) {
    throw Error("it names " + std::to_string(manifest.classes.size()) + " classes and scores " +
                std::to_string(scores[0]));
  }
  readRanges(json.at("ranges"), manifest);
  for (const auto& entry : json.at("accuracy")) {
    manifest.accuracy.push_back({entry.at("correct").get<int>(), entry.at("samples").get<int>()});
  }
  if (!manifest.accuracy.empty() && manifest.accuracy.size() != manifest.network.exits.size()) {
    throw Error("its accuracy list does not match its exits");
  }
  const auto& weights = json.at("weights");
  weights.at("bytes").get_to(manifest.weightsBytes);
  weights.at("xxh3_128").get_to(manifest.weightsChecksum);
  if (manifest.weightsBytes > kMaxWeightsBytes) throw Error("it announces more than 512 MiB of weights");
  for (const auto& tensor : weights.at("tensors")) {
    manifest.tensors.push_back(tensorFromJson(tensor, manifest.weightsBytes));
  }
  manifest.recipe = json.value("recipe", "");
  return manifest;
}

}  // namespace

std::size_t bytesPerElement(TensorType type) {
  return type == TensorType::Float16 ? 2 : 4;
}

std::string toJson(const Manifest& manifest) {
  Json json{
      {"format", kFormat},           {"version", Manifest::kVersion}, {"name", manifest.name},
      {"dataset", manifest.dataset}, {"classes", manifest.classes},   {"network", networkToJson(manifest.network)},
      {"ranges", Json::object()},    {"accuracy", Json::array()},     {"recipe", manifest.recipe}};
  for (const auto& [layer, byBits] : manifest.ranges) {
    for (const auto& [bits, range] : byBits) json["ranges"][layer][std::to_string(bits)] = {range.low, range.high};
  }
  for (const auto& exit : manifest.accuracy) {
    json["accuracy"].push_back({{"correct", exit.correct}, {"samples", exit.samples}});
  }
  json["weights"] = {{"bytes", manifest.weightsBytes},
                     {"xxh3_128", manifest.weightsChecksum},
                     {"tensors", tensorsToJson(manifest.tensors)}};
  return json.dump(1);
}

Manifest manifestFromJson(std::string_view text, const std::string& where) {
  try {
    return parse(text);
  } catch (const std::exception& error) {  // Error, a JSON exception, or a number where none is: one sentence each
    throw Error(where + " cannot be used: " + error.what() + (std::string(error.what()).ends_with('.') ? "" : "."));
  }
}

}  // namespace cleave
