// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/system_readings.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFrequencies = 16;  // of a machine with more, the first ones speak for all

std::string textIn(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  std::getline(in, text);
  return text;
}

/// The folders in `parent` whose names begin so, in order, so that the same one is taken every time.
std::vector<fs::path> foldersIn(const fs::path& parent, std::string_view prefix) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().starts_with(prefix)) found.push_back(it->path());
  }
  std::ranges::sort(found, [](const fs::path& a, const fs::path& b) {  // 2 before 10
    const std::string left = a.filename().string();
    const std::string right = b.filename().string();
    return std::pair(left.size(), left) < std::pair(right.size(), right);
  });
  return found;
}

bool namesAny(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// A board's "cpu-thermal" or a PC's "x86_pkg_temp"; else what the processor's own driver says; else the first zone.
fs::path temperatureFile(const fs::path& root) {
  const auto zones = foldersIn(root / "sys/class/thermal", "thermal_zone");
  for (const auto& zone : zones) {
    if (namesAny(textIn(zone / "type"), {"cpu", "x86_pkg", "soc"})) return zone / "temp";
  }
  for (const auto& sensor : foldersIn(root / "sys/class/hwmon", "hwmon")) {
    if (namesAny(textIn(sensor / "name"), {"k10temp", "coretemp", "cpu"})) return sensor / "temp1_input";
  }
  return zones.empty() ? fs::path() : zones.front() / "temp";
}

double numberIn(const fs::path& file) {
  std::ifstream in(file);
  double number = 0;
  return in >> number ? number : kUnknown;
}

/// Within what any machine has; a broken sensor says nothing.
double within(double value, double low, double high) {
  return value >= low && value <= high ? value : kUnknown;
}

}  // namespace

SystemReadings::SystemReadings(const fs::path& root) : stat_(root / "proc/stat"), temperature_(temperatureFile(root)) {
  for (const auto& policy : foldersIn(root / "sys/devices/system/cpu/cpufreq", "policy")) {
    if (frequencies_.size() < kMaxFrequencies) frequencies_.push_back(policy / "scaling_cur_freq");
  }
}

SystemState SystemReadings::read() {
  SystemState state;
  state.cpu = cpuShare();
  if (!temperature_.empty()) state.temperatureC = within(numberIn(temperature_) / 1000, -60, 200);
  state.mhz = meanMhz();
  return state;
}

double SystemReadings::cpuShare() {
  std::ifstream in(stat_);
  std::string label;
  std::array<std::uint64_t, 8> ticks{};  // user, nice, system, idle, iowait, irq, softirq, steal
  in >> label;
  for (auto& tick : ticks) in >> tick;
  if (label != "cpu" || !in) return kUnknown;
  std::uint64_t all = 0;
  for (const auto tick : ticks) all += tick;
  const std::uint64_t busy = all - ticks[3] - ticks[4];
  const bool first = all_ == 0;
  // The kernel's sums may step back a little, waiting for disks above all.
  const bool forward = all > all_ && busy >= busy_;
  const double share = forward ? static_cast<double>(busy - busy_) / static_cast<double>(all - all_) : kUnknown;
  busy_ = busy;
  all_ = all;
  return first ? kUnknown : within(share, 0, 1);
}

double SystemReadings::meanMhz() const {
  double sum = 0;
  int known = 0;
  for (const auto& file : frequencies_) {
    const double mhz = within(numberIn(file) / 1000, 1, 100'000);
    if (!(mhz > 0)) continue;
    sum += mhz;
    ++known;
  }
  return known > 0 ? sum / known : kUnknown;
}

}  // namespace cleave
