// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rl/learn/encoding.h"

namespace cleave::learn {

/// Double DQN (van Hasselt, Guez and Silver, arXiv 1509.06461) with epsilon-greedy exploration and Huber's loss.
struct DqnOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;
  double rate = 1e-3;      ///< falling along a cosine to a tenth
  double discount = 0;     ///< as SacOptions: close to a contextual bandit
  double rewardScale = 5;  ///< as SacOptions, so that bounds and losses compare
  double errorBound = 10;  ///< where the loss turns from square to linear, in scaled rewards; small ones teach medians
  double epsilonStart = 0.5;  ///< share of random decisions; only random ones went before, so it need not begin at 1
  double epsilonEnd = 0.02;
  double epsilonShare = 0.7;   ///< of the training, over which epsilon falls in a straight line
  double targetShare = 0.005;  ///< of the network, which its target follows by an update; unused at discount 0
  std::size_t replay = 50'000;

  friend bool operator==(const DqnOptions&, const DqnOptions&) = default;
};

}  // namespace cleave::learn
