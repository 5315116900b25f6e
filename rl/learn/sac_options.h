// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rl/learn/encoding.h"

namespace cleave::learn {

/// Discrete Soft Actor-Critic (Christodoulou, arXiv 1910.07207), with what is known to go wrong mended. Where the paper
/// that Cleave follows (arXiv 2201.02968) is silent, which its abstract is on all of this, the choice is ours.
struct SacOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;        ///< transitions that an update of the actor takes
  std::size_t criticBatch = 64;  ///< and of the critics, never fewer: of the features shape these cost little
  double rate = 1e-3;            ///< of actor and critics, falling along a cosine to a tenth
  double discount = 0;     ///< the decision moves nothing but the queue, so the problem is close to a contextual bandit
  double rewardScale = 5;  ///< rewards lie between -2 and 1: brought up to where the temperature has room below 1
  bool criticMean = true;  ///< the mean of both critics (SD-SAC, arXiv 2209.10081); false: their minimum
  /// Where the critics' loss turns from square to linear, in scaled rewards. A small bound makes them say medians, and
  /// a decision that is rarely very late then looks better than it is.
  double errorBound = 10;
  double valueClip = 0;  ///< > 0: a critic's step away from its target network costs the larger of both errors (ibid.)
  /// Share of decisions that are any, however sure the actor is: where one mistake is dear (a link about to die), it is
  /// sure long before the critics know the rest.
  double explore = 0.1;
  double entropyStart = 0.3;  ///< target entropy, as a share of ln(allowed actions): annealed in a straight line
  double entropyEnd = 0.02;
  double temperatureStart = 0.5;
  double temperatureLeast = 0.01;  ///< below it exploring would end before the critics know what they say
  double temperatureMost = 1;      ///< a target that cannot be met would let it run away
  double temperatureRate = 3e-3;
  double targetShare =
      0.005;  ///< of the critics, which target networks follow by an update; unused at discount 0 without a value clip
  double averageShare = 0.001;  ///< of the actor, which the policy that comes out follows by an update
  std::size_t replay = 50'000;  ///< four times as many were worse: old decisions teach what is not chosen any more

  friend bool operator==(const SacOptions&, const SacOptions&) = default;
};

}  // namespace cleave::learn
