// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/student.h"

#include <array>
#include <cstddef>

namespace cleave {

double studentT95(double degrees) {
  constexpr std::array<double, 10> kFew{12.706205, 4.302653, 3.182446, 2.776445, 2.570582,
                                        2.446912,  2.364624, 2.306004, 2.262157, 2.228139};
  if (degrees <= static_cast<double>(kFew.size())) {
    const auto index = static_cast<std::size_t>(degrees < 1 ? 1 : degrees) - 1;
    return kFew[index];
  }
  // Abramowitz and Stegun 26.7.5; right to 1e-5 from eleven on.
  const double z = kNormal95;
  const double z2 = z * z;
  const double v = degrees;
  return z + z * (z2 + 1) / (4 * v) + z * ((5 * z2 + 16) * z2 + 3) / (96 * v * v) +
         z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * v * v * v) +
         z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / (92160 * v * v * v * v);
}

}  // namespace cleave
