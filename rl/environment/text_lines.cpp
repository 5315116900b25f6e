// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/text_lines.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>

#include "core/types/error.h"

namespace cleave {

std::string readTextFile(const std::filesystem::path& file, std::size_t mostBytes, const char* what) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) {
    throw Error("The " + std::string(what) + " file " + file.string() + " does not exist: check the path.");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error("The " + std::string(what) + " file " + file.string() + " cannot be read: check its permissions.");
  std::string text;
  std::array<char, 1 << 16> part{};
  while (in.read(part.data(), part.size()), in.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > mostBytes) {
      throw Error(file.string() + " is larger than " + std::to_string(mostBytes) + " bytes, too large for a " + what +
                  ": choose another file.");
    }
  }
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\v\f";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

void forEachLine(std::string_view text, const std::function<void(std::string_view, int)>& use) {
  int number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    ++number;
    if (!line.empty() && line.front() != '#') use(line, number);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::string inQuotes(std::string_view text) {
  constexpr std::size_t kMost = 48;
  std::string shown;
  for (const char c : text.substr(0, kMost)) shown += c >= ' ' && c < 0x7f ? c : '?';
  return "'" + shown + (text.size() > kMost ? "..." : "") + "'";
}

std::optional<double> finiteNumber(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || next != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string numberText(double value) {
  const double size = std::abs(value);
  const bool readable = value == 0 || (size >= 1e-4 && size < 1e12);  // 1000000 rather than 1e+06
  std::array<char, 64> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          readable ? std::chars_format::fixed : std::chars_format::general);
  return {text.data(), end};
}

}  // namespace cleave
