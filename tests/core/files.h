// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cleave::test {

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    if (!dir_.isValid()) throw std::runtime_error("no temporary folder");
  }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return std::filesystem::path(dir_.path().toStdString()) / name;
  }
  [[nodiscard]] int entries() const {
    const std::filesystem::directory_iterator all(dir_.path().toStdString());
    return static_cast<int>(std::distance(begin(all), end(all)));
  }

 private:
  QTemporaryDir dir_;
};

inline std::string readText(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void writeText(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

/// Highest address space this process ever had, in MiB: memory that is asked for counts, touched or not.
inline long peakMemoryMiB() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmPeak:")) return std::stol(line.substr(7)) / 1024;
  }
  throw std::runtime_error("no VmPeak");
}

}  // namespace cleave::test
