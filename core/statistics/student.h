// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// The 97.5th percentile of the normal distribution: 95 % lie within it on both sides.
inline constexpr double kNormal95 = 1.959963984540054;

/// The same of Student's t. @param degrees of freedom, 1 or more
double studentT95(double degrees);

}  // namespace cleave
