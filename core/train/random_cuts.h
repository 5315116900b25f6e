// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

#include "core/plain/network_description.h"
#include "core/train/trainable_network.h"

// For core/train's sources only.
namespace cleave {

/// Which features a training step quantizes, as a pure function of (seed, step): one cut of the trunk, and one of every
/// branch, each a share `quantizedSteps` of the time.
class RandomCuts {
 public:
  RandomCuts(const NetworkDescription& network, double quantizedSteps, std::uint64_t seed, torch::Device device);

  /// The cuts of one step.
  class Cut {
   public:
    [[nodiscard]] torch::Tensor frame(const torch::Tensor& frames) const;
    [[nodiscard]] TrainableNetwork::FeatureHook hook() const;

   private:
    friend class RandomCuts;
    int frameBits_ = 0;  ///< 0: as it is
    torch::Tensor frameLow_, frameHigh_;
    std::map<std::string, int> bits_;  ///< of the layers that are cut after
  };
  [[nodiscard]] Cut at(std::int64_t step) const;

 private:
  std::vector<std::string> trunk_;                  ///< layers that a cut can follow
  std::vector<std::vector<std::string>> branches_;  ///< the same per branch
  double share_;
  std::uint64_t seed_;
  torch::Tensor frameLow_, frameHigh_;  ///< {1, 3, 1, 1}
};

}  // namespace cleave
