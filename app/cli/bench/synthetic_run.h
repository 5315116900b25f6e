// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "app/runs/run_bundle.h"

namespace cleave::cli {

/// A run of AlexNet that nobody ran: its numbers have as many digits as real ones.
SavedRun syntheticRun(std::size_t requests, std::uint64_t seed);

}  // namespace cleave::cli
