// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

// What jobs leave on the disk, and when.
namespace cleave::test {

inline std::string content(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// @returns whether it was there within ten seconds, with something in it: files are made before they are filled
inline bool waitForFile(const std::filesystem::path& file) {
  using namespace std::chrono_literals;
  for (int i = 0; i < 1000 && content(file).empty(); ++i) std::this_thread::sleep_for(10ms);
  return !content(file).empty();
}

}  // namespace cleave::test
