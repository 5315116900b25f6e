// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/metrics_file.h"

#include <nlohmann/json.hpp>

#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

bool isUpTo(const std::string& line, std::int64_t step) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  return json.is_object() && json.value("step", std::int64_t{-1}) >= 0 && json.value("step", std::int64_t{0}) <= step;
}

}  // namespace

MetricsFile::MetricsFile(const std::filesystem::path& file, std::int64_t fromStep) : file_(file) {
  std::string kept;
  if (fromStep > 0) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (isUpTo(line, fromStep)) kept += line + '\n';
    }
  }
  empty_ = kept.empty();
  writeFileAtomically(file, std::as_bytes(std::span(kept)));
  out_.open(file, std::ios::app);
}

void MetricsFile::add(const std::string& line) {
  out_ << line << '\n' << std::flush;
  if (!out_) throw Error(file_.string() + " cannot be written: check the folder and free disk space.");
}

}  // namespace cleave::cli
