// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/torchvision_alexnet.h"

#include <array>

#include "core/import/torch_file.h"
#include "core/model/architectures.h"
#include "core/network/weights.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr const char* kArchitecture = "alexnet-torchvision";
constexpr std::int64_t kMaxClasses = 1 << 14;  // the bound of a network description

struct Pair {
  const char* ours;
  const char* theirs;
};
constexpr std::array<Pair, 8> kLayers{{{"conv1", "features.0"},
                                       {"conv2", "features.3"},
                                       {"conv3", "features.6"},
                                       {"conv4", "features.8"},
                                       {"conv5", "features.10"},
                                       {"fc6", "classifier.1"},
                                       {"fc7", "classifier.4"},
                                       {"fc8", "classifier.6"}}};

int classCount(const TorchFile& file, const std::string& where) {
  const std::string last = std::string(kLayers.back().theirs) + ".bias";
  const auto found = file.tensors().find(last);
  if (found == file.tensors().end() || found->second.shape.size() != 1 || found->second.shape[0] < 1 ||
      found->second.shape[0] > kMaxClasses || file.tensors().size() != 2 * kLayers.size()) {
    throw Error(where + " is not a state dict of torchvision's alexnet, which has 16 tensors including '" + last +
                "': save torchvision.models.alexnet(...).state_dict().");
  }
  return static_cast<int>(found->second.shape[0]);
}

torch::Tensor tensorOf(const TorchFile& file, const std::string& name, const Shape& shape) {
  std::vector<float> values = file.values(name, shape);
  return torch::from_blob(values.data(), shape, torch::kFloat32).clone();
}

}  // namespace

Model importTorchvisionAlexnet(const std::filesystem::path& path, const std::vector<std::string>& classes,
                               TensorType type, const std::function<void(int, int)>& report,
                               const std::stop_token& stop) {
  const TorchFile file(path);
  const int count = classCount(file, path.string());
  if (!classes.empty() && static_cast<int>(classes.size()) != count) {
    throw UsageError("The network has " + std::to_string(count) + " classes, but " + std::to_string(classes.size()) +
                     " class names were given: write one name per line.");
  }
  Model model;
  model.manifest.network = loadArchitecture(kArchitecture, count);
  model.manifest.classes = classes;
  for (int i = 0; classes.empty() && i < count; ++i) model.manifest.classes.push_back("class " + std::to_string(i));
  const auto shapes = model.manifest.network.shapes(1);
  const auto layers = model.manifest.network.path(1);
  NamedTensors tensors;
  int done = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const LayerDescription& layer = layers[i];
    for (const auto& [ours, theirs] : kLayers) {
      if (layer.name != ours) continue;
      if (stop.stop_requested()) throw Cancelled();
      const Shape shape = layer.op == LayerOp::Conv2d ? Shape{layer.outputs, shapes[i][0], layer.kernel, layer.kernel}
                                                      : Shape{layer.outputs, elementCount(shapes[i])};
      tensors[layer.name + ".weight"] = tensorOf(file, std::string(theirs) + ".weight", shape);
      tensors[layer.name + ".bias"] = tensorOf(file, std::string(theirs) + ".bias", {layer.outputs});
      report(++done, static_cast<int>(kLayers.size()));
    }
  }
  packWeights(tensors, type, model);
  return model;
}

}  // namespace cleave
