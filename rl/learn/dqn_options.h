// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rl/learn/encoding.h"

namespace cleave::learn {

/// Double DQN (van Hasselt, Guez and Silver, arXiv 1509.06461) with Huber's loss. It explores by a softmax over its
/// values besides epsilon: of two hundred decisions a uniform choice tries the few good ones so seldom that their order
/// stays unknown (epsilon alone ended level with the best fixed decision on the tests' blinking link, twice as long or
/// not).
struct DqnOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;
  double rate = 5e-4;      ///< falling along a cosine to a tenth
  double discount = 0;     ///< as SacOptions: close to a contextual bandit
  double rewardScale = 5;  ///< as SacOptions, so that bounds and losses compare
  double errorBound = 10;  ///< where the loss turns from square to linear, in scaled rewards; small ones teach medians
  double epsilonStart = 0.1;  ///< share of uniformly random decisions: falls in a straight line
  double epsilonEnd = 0.01;
  double temperatureStart =
      0.2;  ///< of the softmax over values, in scaled rewards: falls geometrically. 0: epsilon alone
  double temperatureEnd = 0.03;
  double targetShare = 0.005;  ///< of the network, which its target follows by an update; unused at discount 0
  std::size_t replay = 50'000;

  friend bool operator==(const DqnOptions&, const DqnOptions&) = default;
};

}  // namespace cleave::learn
