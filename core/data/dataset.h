// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace cleave {

/// Labelled 8-bit images at their native size.
struct ImageSet {
  int channels = 1;  ///< 1 (grey) or 3 (RGB)
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  ///< image after image, each planar (C, H, W)
  std::vector<std::uint8_t> labels;  ///< one per image

  [[nodiscard]] int count() const { return static_cast<int>(labels.size()); }
  [[nodiscard]] std::size_t imageBytes() const {
    return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
};

struct Dataset {
  std::string name;
  std::vector<std::string> classes;
  ImageSet train;
  ImageSet test;
};

enum class Split { Train, Test, Both };

/// Names that `loadDataset` knows, for help texts.
std::vector<std::string> datasetNames();

/// @param directory where to look; empty for the data set's usual place
/// @throws UsageError for an unknown name; Error when files are missing (says what to install) or damaged; Cancelled
Dataset loadDataset(const std::string& name, const std::filesystem::path& directory = {}, Split split = Split::Both,
                    const std::stop_token& stop = {});

}  // namespace cleave
