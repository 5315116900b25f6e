// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network_json.h"

#include <array>
#include <utility>

#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<LayerOp, const char*>, 4> kOps{{{LayerOp::Conv2d, "conv2d"},
                                                               {LayerOp::MaxPool, "max_pool"},
                                                               {LayerOp::AdaptiveAvgPool, "adaptive_avg_pool"},
                                                               {LayerOp::Linear, "linear"}}};

const char* opName(LayerOp op) {
  for (const auto& [value, name] : kOps) {
    if (value == op) return name;
  }
  return "";
}

LayerOp opFromName(const std::string& name) {
  for (const auto& [value, known] : kOps) {
    if (name == known) return value;
  }
  throw Error("'" + name.substr(0, 64) +
              "' is not a layer operation: use conv2d, max_pool, adaptive_avg_pool or linear.");
}

Json layerToJson(const LayerDescription& layer) {
  Json json{{"name", layer.name}, {"op", opName(layer.op)}};
  if (layer.op == LayerOp::Conv2d || layer.op == LayerOp::Linear) {
    json["outputs"] = layer.outputs;
    json["relu"] = layer.relu;
  }
  if (layer.op == LayerOp::Conv2d || layer.op == LayerOp::MaxPool) {
    json["kernel"] = layer.kernel;
    json["stride"] = layer.stride;
    json["padding"] = layer.padding;
  }
  if (layer.op == LayerOp::AdaptiveAvgPool) json["size"] = layer.poolSize;
  return json;
}

std::vector<LayerDescription> layersFromJson(const Json& list) {
  std::vector<LayerDescription> layers;
  for (const auto& json : list) {
    LayerDescription layer;
    json.at("name").get_to(layer.name);
    layer.op = opFromName(json.at("op").get<std::string>());
    layer.outputs = json.value("outputs", 0);
    layer.kernel = json.value("kernel", 0);
    layer.stride = json.value("stride", 1);
    layer.padding = json.value("padding", 0);
    layer.poolSize = json.value("size", 0);
    layer.relu = json.value("relu", false);
    layers.push_back(std::move(layer));
  }
  return layers;
}

Json layersToJson(const std::vector<LayerDescription>& layers) {
  Json list = Json::array();
  for (const auto& layer : layers) list.push_back(layerToJson(layer));
  return list;
}

}  // namespace

Json networkToJson(const NetworkDescription& network) {
  Json json{{"architecture", network.architecture},
            {"frame",
             {{"width", network.frame.width},
              {"height", network.frame.height},
              {"mean", network.frame.mean},
              {"deviation", network.frame.deviation}}},
            {"trunk", layersToJson(network.trunk)}};
  for (const auto& exit : network.exits) {
    json["exits"].push_back({{"after", exit.after}, {"branch", layersToJson(exit.branch)}});
  }
  return json;
}

NetworkDescription networkFromJson(const Json& json) {
  NetworkDescription network;
  json.at("architecture").get_to(network.architecture);
  const auto& frame = json.at("frame");
  frame.at("width").get_to(network.frame.width);
  frame.at("height").get_to(network.frame.height);
  frame.at("mean").get_to(network.frame.mean);
  frame.at("deviation").get_to(network.frame.deviation);
  network.trunk = layersFromJson(json.at("trunk"));
  for (const auto& exit : json.at("exits")) {
    network.exits.push_back({exit.at("after").get<std::string>(), layersFromJson(exit.at("branch"))});
  }
  validate(network);
  return network;
}

}  // namespace cleave
