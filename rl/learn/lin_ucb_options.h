// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/encoding.h"

namespace cleave::learn {

/// LinUCB (Li, Chu, Langford and Schapire, arXiv 1003.0146), the contextual bandit that the learners must beat: no
/// network, no discount, no gradient.
struct LinUcbOptions {
  /// Flat: one ridge regression a decision, over the observation (the paper's "disjoint" models). Features: one for
  /// all, over each decision's own features.
  NetShape shape = NetShape::Flat;
  /// How many deviations of its estimate a decision is given the benefit of, in rewards. The paper's bound asks for
  /// more than 1, which is far too bold in practice, theirs too.
  double width = 0.3;
  double ridge = 1;  ///< > 0: prior observations of reward 0 along each input

  friend bool operator==(const LinUcbOptions&, const LinUcbOptions&) = default;
};

}  // namespace cleave::learn
