// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/model/model.h"

namespace cleave {

/// A model bundle (*.cleavemodel): a zip of manifest.json, weights.bin (plain tensors) and card.md.
/// Nothing in it is ever executed or unpickled. The same as a folder is read too.
/// @throws Error with one sentence when the file is missing, no zip, truncated, of a newer version, damaged, or claims
/// sizes that no model has
Model readBundle(const std::filesystem::path& file);

/// The card's text; empty if the bundle has none.
std::string readCard(const std::filesystem::path& file);

/// Makes sure now that a bundle can be written there later. @throws Error
void requireBundleWritable(const std::filesystem::path& file);

/// Written to a temporary file, synced, renamed; over a bundle's folder as such a folder. @throws Error when the place
/// cannot be written
void writeBundle(const std::filesystem::path& file, const Model& model, const std::string& card);

}  // namespace cleave
