// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/network/weights.h"
#include "core/types/network_description.h"

// For core/train's sources only.
namespace cleave {

/// A network description with weights that learn. Rectified layers carry batch normalisation while they are trained; it
/// is folded into their weights when the network is exported. Frames smaller than the description's are accepted
/// (progressive resizing): where the image then meets a linear layer it is pooled to the size that layer expects.
class TrainableNetwork {
 public:
  /// Kaiming initialisation from torch's generator: seed it first.
  TrainableNetwork(const NetworkDescription& description, torch::Device device, torch::ScalarType computeType);

  /// Takes over the folded weights of every layer whose name and shapes it shares with `tensors`, so that those layers
  /// start out computing what they did there: batch normalisation is set up, on `frames`, to undo itself and add the
  /// bias. Other layers keep their random weights.
  /// @param from the frame that `tensors` were trained for. Where its normalisation differs, it is folded into the
  /// first layer: exact but at the frame's edges, where padding is then this network's mean colour instead of that
  /// one's
  /// @param frames float32 {N, 3, H, W}, normalised as this network does
  /// @return the names of the layers taken over
  std::vector<std::string> adopt(const NamedTensors& tensors, const FrameDescription& from,
                                 const torch::Tensor& frames);

  /// What a hook makes of a layer's output before the next layer sees it; an empty hook leaves all as they are.
  using FeatureHook = std::function<torch::Tensor(const std::string& layer, const torch::Tensor& feature)>;
  /// @param input float32 {N, 3, H, W}, normalised
  /// @param hook called for every layer but those that give scores
  /// @return float32 scores {N, classes}, one per exit
  [[nodiscard]] std::vector<torch::Tensor> forward(const torch::Tensor& input, bool training,
                                                   const FeatureHook& hook = {});

  /// Leaf tensors that learn; `decays` says whether weight decay applies (weights yes, biases and norms no).
  struct Parameter {
    std::string name;
    torch::Tensor tensor;
    bool decays = true;
  };
  [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
  /// Everything that a checkpoint must hold, by name; the tensors are the live ones.
  [[nodiscard]] NamedTensors state() const;
  /// Weights with batch normalisation folded in, as NetworkRuntime expects them.
  [[nodiscard]] NamedTensors fold() const;

 private:
  struct Layer {
    LayerDescription description;
    Shape input;  ///< at the description's frame size
    torch::Tensor weight, bias;
    torch::Tensor scale, shift, mean, variance;  ///< batch normalisation, on rectified layers
  };

  bool adoptLayer(Layer& layer, const NamedTensors& tensors, const torch::Tensor& input) const;
  Layer makeLayer(const LayerDescription& description, const Shape& input);
  [[nodiscard]] torch::Tensor biasOf(const Layer& layer) const;
  torch::Tensor run(Layer& layer, const torch::Tensor& input, bool training) const;

  FrameDescription frame_;
  torch::Device device_;
  torch::ScalarType computeType_;
  std::vector<Layer> trunk_;
  std::vector<std::vector<Layer>> branches_;
  std::vector<int> attachments_;
  std::vector<Parameter> parameters_;
};

}  // namespace cleave
