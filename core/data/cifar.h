// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/data/dataset.h"

namespace cleave {

/// CIFAR-10 in its standard binary layout (Krizhevsky, 2009): data_batch_1.bin to data_batch_5.bin and test_batch.bin,
/// each 10,000 records of one label byte and 3 x 32 x 32 planar bytes.
/// @param directory the folder with these files, or the one that holds `cifar-10-batches-bin`
/// @throws Error naming the file that is missing or damaged, and what to do
Dataset loadCifar10(const std::filesystem::path& directory, Split split);

}  // namespace cleave
