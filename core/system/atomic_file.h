// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace cleave {

/// Writes a whole file so that a crash leaves either the old one or the new one: temporary file beside it, fsync,
/// rename. @throws Error with one sentence when the place cannot be written
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes);

/// Makes sure now that `file` can be written later, so that hours of work do not end in a bad path.
/// @throws Error with one sentence
void requireWritable(const std::filesystem::path& file);

}  // namespace cleave
