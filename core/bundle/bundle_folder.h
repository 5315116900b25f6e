// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/model/model.h"

namespace cleave {

/// A bundle unpacked: a folder with the same three files. What a training machine without QuaZip writes, and what
/// `cleave-cli model pack` turns into a *.cleavemodel. Errors as readBundle and writeBundle.
/// A folder that holds something else is none, so that no bundle is strewn into it.
bool isBundleFolder(const std::filesystem::path& place);
Model readBundleFolder(const std::filesystem::path& folder);
std::string readCardFolder(const std::filesystem::path& folder);
void writeBundleFolder(const std::filesystem::path& folder, const Model& model, const std::string& card);

}  // namespace cleave
