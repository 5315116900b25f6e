// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace cleave::cli {
namespace {

using namespace std::chrono_literals;

bool asJson = false;

bool onTerminal() {
  static const bool terminal = ::isatty(STDERR_FILENO) == 1;
  return terminal && !asJson;
}

std::string jsonLine(const std::string& label, double done, double etaS, const std::string& detail) {
  const nlohmann::ordered_json eta = etaS >= 0 ? nlohmann::ordered_json(etaS) : nlohmann::ordered_json();
  return nlohmann::ordered_json{{"progress", done}, {"label", label}, {"eta_s", eta}, {"detail", detail}}.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

void reportProgressAsJson() {
  asJson = true;
}

std::string durationText(double seconds) {
  const auto total = static_cast<long>(std::lround(seconds));
  char text[48];
  if (total >= 3600) {
    std::snprintf(text, sizeof text, "%ld h %02ld min", total / 3600, total % 3600 / 60);
  } else if (total >= 60) {
    std::snprintf(text, sizeof text, "%ld min %02ld s", total / 60, total % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld s", total);
  }
  return text;
}

void ProgressLine::show(const std::string& label, double done, double etaS, const std::string& detail) {
  const auto now = Clock::now();
  const bool first = label != label_;
  if (first) {
    if (onTerminal()) finish();
    label_ = label;
    labelStart_ = now;
  }
  const auto interval = onTerminal() ? Clock::duration(100ms) : asJson ? Clock::duration(250ms) : Clock::duration(15s);
  if (!first && done < 1 && now - shown_ < interval) return;
  shown_ = now;
  if (etaS < 0 && done > 0) {
    etaS = std::chrono::duration<double>(now - labelStart_).count() * (1 - done) / done;
  }
  if (asJson) {
    std::fprintf(stderr, "%s\n", jsonLine(label, done, etaS, detail).c_str());
    std::fflush(stderr);
    return;
  }
  std::string line = label;
  char share[16];
  std::snprintf(share, sizeof share, " %3.0f %%", 100 * done);
  if (done > 0) line += share;
  if (done < 1 && etaS >= 0.5) line += ", " + durationText(etaS) + " left";
  if (!detail.empty()) line += ": " + detail;
  std::fprintf(stderr, onTerminal() ? "\r\033[K%s" : "%s\n", line.c_str());
  std::fflush(stderr);
  open_ = onTerminal();
}

void ProgressLine::finish() {
  if (open_) std::fputc('\n', stderr);
  open_ = false;
}

}  // namespace cleave::cli
