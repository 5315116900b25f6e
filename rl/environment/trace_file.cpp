// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/trace_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/types/error.h"
#include "rl/environment/load_models.h"
#include "rl/environment/text_lines.h"

namespace cleave {
namespace {

constexpr std::size_t kMostBytes = 64 << 20;
constexpr double kPacketMbit = 1500 * 8e-6;
constexpr std::int64_t kBinMs = 20;
constexpr std::int64_t kMostMs = 24LL * 3600 * 1000;
constexpr double kMostMbps = 1e6;
constexpr double kMostRttMs = 60e3;
constexpr const char* kForms =
    "a trace is a Mahimahi file (one millisecond per line) or CSV with the header time_s,mbps or time_s,mbps,rtt_ms";

struct Column {
  std::string_view name;
  double most;
  const char* must;  ///< what a value must be
};
constexpr Column kMbps{"mbps", kMostMbps, "must be between 0 and 1000000 Mbit/s"};
constexpr Column kRtt{"rtt_ms", kMostRttMs, "must be between 0 and 60000 ms"};
constexpr Column kLoad{"load", 1, "must be between 0 and 1"};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file)
      : file_(file.string()), text_(readTextFile(file, kMostBytes, "trace")) {
    forEachLine(text_, [&](std::string_view line, int number) { lines_.push_back({line, number}); });
  }

  struct Line {
    std::string_view text;
    int number;
  };
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[noreturn]] void fail(const Line& line, const std::string& why) const {
    throw Error(file_ + ", line " + std::to_string(line.number) + ": " + why + ".");
  }
  [[noreturn]] void fail(const std::string& why) const { throw Error(file_ + " " + why + "."); }

 private:
  std::string file_;
  std::string text_;
  std::vector<Line> lines_;
};

std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> found;
  for (;;) {
    const auto comma = line.find(',');
    found.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return found;
    line.remove_prefix(comma + 1);
  }
}

double number(const Reader& reader, const Reader::Line& line, std::string_view cell) {
  const auto value = finiteNumber(cell);
  if (!value) reader.fail(line, inQuotes(cell) + " is not a finite number; correct or remove the line");
  return *value;
}

double medianStep(const std::vector<double>& times) {
  if (times.size() < 2) return 1;
  std::vector<double> steps;
  for (std::size_t i = 1; i < times.size(); ++i) steps.push_back(times[i] - times[i - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

// One series a column, in the columns' order.
std::vector<StepSeries> readColumns(const Reader& reader, const std::vector<Column>& columns) {
  std::vector<double> times;
  std::vector<std::vector<double>> values(columns.size());
  double previous = 0;
  double first = 0;
  for (std::size_t i = 1; i < reader.lines().size(); ++i) {
    const auto& line = reader.lines()[i];
    const auto row = cells(line.text);
    if (row.size() != columns.size() + 1) {
      reader.fail(line, "it has " + std::to_string(row.size()) + " values, but the header has " +
                            std::to_string(columns.size() + 1) + "; correct or remove the line");
    }
    const double time = number(reader, line, row[0]);
    if (i == 1) first = time;
    if (i > 1 && !(time > previous)) {
      reader.fail(line, "time " + numberText(time) + " s is not after " + numberText(previous) +
                            " s; sort the lines by time and remove duplicates");
    }
    previous = time;
    times.push_back(time - first);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const double value = number(reader, line, row[c + 1]);
      if (value < 0 || value > columns[c].most) {
        reader.fail(line, std::string(columns[c].name) + " is " + numberText(value) + ", but " + columns[c].must);
      }
      values[c].push_back(value);
    }
  }
  if (times.empty()) reader.fail("has a header but no data: a trace needs at least one measurement");
  const double duration = times.back() + medianStep(times);
  std::vector<StepSeries> series;
  for (auto& column : values) series.emplace_back(times, std::move(column), duration);
  return series;
}

std::int64_t milliseconds(const Reader& reader, const Reader::Line& line) {
  std::int64_t value = 0;
  const char* const end = line.text.data() + line.text.size();
  const auto [next, error] = std::from_chars(line.text.data(), end, value);
  if (error != std::errc{} || next != end || value < 0) {
    reader.fail(line, inQuotes(line.text) + " is not a whole number of milliseconds, 0 or more; " + kForms);
  }
  if (value > kMostMs) reader.fail(line, inQuotes(line.text) + " ms is more than a day; shorten the trace");
  return value;
}

StepSeries readMahimahi(const Reader& reader) {
  std::vector<std::int64_t> chances;
  for (const auto& line : reader.lines()) {
    const std::int64_t ms = milliseconds(reader, line);
    if (!chances.empty() && ms < chances.back()) {
      reader.fail(line, std::to_string(ms) + " ms is before the previous line, " + std::to_string(chances.back()) +
                            " ms; sort the lines");
    }
    chances.push_back(ms);
  }
  const std::int64_t period = chances.back();
  if (period == 0) reader.fail("ends at 0 ms: its last line must say when the trace repeats");
  const auto bins = static_cast<std::size_t>((period + kBinMs - 1) / kBinMs);
  std::vector<double> starts(bins);
  std::vector<double> mbps(bins, 0);
  for (const std::int64_t ms : chances) mbps[std::min(static_cast<std::size_t>(ms / kBinMs), bins - 1)] += kPacketMbit;
  for (std::size_t i = 0; i < bins; ++i) {
    const auto start = static_cast<std::int64_t>(i) * kBinMs;
    starts[i] = 1e-3 * static_cast<double>(start);
    mbps[i] /= 1e-3 * static_cast<double>(std::min(period, start + kBinMs) - start);
  }
  return {std::move(starts), std::move(mbps), 1e-3 * static_cast<double>(period)};
}

}  // namespace

Trace readTrace(const std::filesystem::path& file) {
  const Reader reader(file);
  if (reader.lines().empty()) reader.fail(std::string("has no measurements: ") + kForms);
  const auto& first = reader.lines().front();
  if (first.text.find_first_not_of("0123456789-") == std::string_view::npos)
    return {readMahimahi(reader), std::nullopt};
  const auto header = cells(first.text);
  const bool known = (header.size() == 2 || (header.size() == 3 && header[2] == kRtt.name)) && header[0] == "time_s" &&
                     header[1] == kMbps.name;
  if (!known) reader.fail(first, inQuotes(first.text) + " is not a valid trace header; " + kForms);
  if (header.size() == 2) return {std::move(readColumns(reader, {kMbps}).front()), std::nullopt};
  auto both = readColumns(reader, {kMbps, kRtt});
  return {std::move(both[0]), std::move(both[1])};
}

StepSeries readLoadTrace(const std::filesystem::path& file) {
  const Reader reader(file);
  if (reader.lines().empty() || cells(reader.lines().front().text) != std::vector<std::string_view>{"time_s", "load"}) {
    reader.fail("is not a load trace: its first line must be the header time_s,load");
  }
  const StepSeries read = std::move(readColumns(reader, {kLoad}).front());
  std::vector<double> loads = read.values();
  for (double& load : loads) load = std::min(load, kMostLoad);
  return {read.startsS(), std::move(loads), read.durationS()};
}

}  // namespace cleave
