// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/data/dataset.h"

namespace cleave {

/// A user's own pictures: one sub-folder a class (its name is the class's, in sorted order), PNG and JPEG pictures in
/// it; hidden files, other files and deeper folders are left out. If `directory` has sub-folders `train` and `test`,
/// these hold the class folders and are the splits; else about one picture in five, chosen by a hash of its path, is a
/// test picture: it stays one when pictures are added. Every picture is scaled and cut to a square of 224 x 224 RGB.
/// Images are shuffled by those hashes. Only the pictures of `split` are decoded.
/// @throws UsageError without a directory; Error with one sentence: fewer than 2 or more than 256 classes, a class
/// without a picture for the split, splits of different classes, more than 2 GiB of pixels (14,266 pictures), or a
/// picture that cannot be read; Cancelled when stopped
Dataset loadFolder(const std::filesystem::path& directory, Split split, const std::stop_token& stop = {});

}  // namespace cleave
