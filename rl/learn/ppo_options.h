// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rl/learn/encoding.h"

namespace cleave::learn {

/// Proximal policy optimisation (Schulman et al., arXiv 1707.06347) with clipped ratios over discrete, masked actions,
/// and advantages by generalised estimation (arXiv 1506.02438).
struct PpoOptions {
  NetShape shape = NetShape::Flat;          ///< of the actor; the value network sees the flat observation in both
  std::vector<std::size_t> hidden{64, 64};  ///< of both networks
  std::size_t rollout = 512;                ///< requests that are gathered before it learns from them
  std::size_t epochs = 6;                   ///< passes over a rollout
  std::size_t batch = 64;                   ///< requests a gradient step
  double rate = 5e-4;                       ///< of actor and values, falling along a cosine to a tenth
  double discount = 0;                      ///< as SacOptions: close to a contextual bandit
  double trace = 0.9;                       ///< lambda of the advantages; unused at discount 0
  double rewardScale = 5;                   ///< as SacOptions; only the values see it, advantages are normalised
  double errorBound = 10;                   ///< of the values' loss, as SacOptions
  double clip = 0.2;                        ///< how far a choice's probability may move by one rollout, as a ratio
  double entropyStart = 0.05;               ///< weight of the entropy, against normalised advantages: falls in a
  double entropyEnd = 0.002;                ///< straight line

  friend bool operator==(const PpoOptions&, const PpoOptions&) = default;
};

}  // namespace cleave::learn
