// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace cleave {

/// Index among the model's classes of each of the data set's, by name: a data set may lack classes that a model knows
/// (a few folders of pictures for a network of 1,000 classes), and may have them in another order.
/// @throws UsageError naming the first class that the model does not know
std::vector<int> matchClasses(const std::vector<std::string>& modelClasses, const Dataset& dataset);

}  // namespace cleave
