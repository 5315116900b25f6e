// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/train/trainable_network.h"
#include "core/types/network_description.h"

// For core/train's sources only.
namespace cleave {

/// Widths by slice of a batch; 0: left as it is.
using SliceBits = std::array<int, 8>;

/// Which features a training step quantizes, as a pure function of (seed, step). Each slice of the batch draws for
/// itself: one cut of the trunk, and one of every branch, each a share `quantizedSteps` of the time. Slices and not
/// whole batches, because batch normalisation then learns the statistics of quantized and whole features together, as
/// one network that must serve both; with whole batches each kind was normalised by its own, and 2 bits early on lost 3
/// to 30 points.
class RandomCuts {
 public:
  static constexpr std::int64_t kSlices = std::tuple_size_v<SliceBits>;

  RandomCuts(const NetworkDescription& network, double quantizedSteps, std::uint64_t seed, torch::Device device);

  /// The cuts of one step. Slice i of N images: those from i N / kSlices on, up to the next slice's.
  class Cut {
   public:
    [[nodiscard]] torch::Tensor frame(const torch::Tensor& frames) const;
    [[nodiscard]] TrainableNetwork::FeatureHook hook() const;

   private:
    friend class RandomCuts;
    SliceBits frameBits_{};  ///< 0: as it is
    torch::Tensor frameLow_, frameHigh_;
    std::map<std::string, SliceBits> bits_;  ///< of the layers that are cut after
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
