// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// How the exits' losses are weighed against each other and against the last exit's opinion; see joint_loss.h.
struct JointLossOptions {
  double labelSmoothing = 0.05;
  double earlyWeight = 0.5;   ///< of every exit but the last, which weighs 1
  double distillation = 0.5;  ///< share of an early exit's loss that comes from the last exit's scores
  double temperature = 3;
};

}  // namespace cleave
