// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_lists.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave {
namespace {

constexpr std::uint64_t kMostSeeds = 10'000;

std::optional<std::uint64_t> wholeNumber(std::string_view text) {
  std::uint64_t value = 0;
  const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || next != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::vector<std::string> SweepLists::texts(const std::string& key) const {
  std::string all;
  reader_.text(key, all, false);
  std::vector<std::string> list;
  for (std::size_t begin = 0; !all.empty() && begin <= all.size();) {
    const auto end = std::min(all.find(',', begin), all.size());
    std::string entry(trimmed(std::string_view(all).substr(begin, end - begin)));
    if (entry.empty()) throw Error(at(key) + "has an empty entry: remove the extra comma.");
    if (std::ranges::find(list, entry) != list.end()) {
      throw Error(at(key) + "has " + inQuotes(entry) + " twice: remove one.");
    }
    list.push_back(std::move(entry));
    begin = end + 1;
  }
  return list;
}

std::vector<double> SweepLists::numbers(const std::string& key, const detail::Limits& limits) const {
  std::vector<double> list;
  for (const auto& text : texts(key)) {
    const auto number = finiteNumber(text);
    if (!number) throw Error(at(key) + "has " + inQuotes(text) + ", which is not a finite number.");
    const auto problem = detail::rangeProblem(key, *number, limits);
    if (!problem.empty()) throw Error(where_ + ": " + problem + ".");
    if (limits.least >= 1 && *number != std::floor(*number)) {
      throw Error(at(key) + "has " + inQuotes(text) + ", which is not a whole number.");
    }
    if (std::ranges::find(list, *number) != list.end()) {
      throw Error(at(key) + "has " + numberText(*number) + " twice: remove one.");
    }
    list.push_back(*number);
  }
  return list;
}

std::vector<std::uint64_t> SweepLists::seeds(const std::string& key) const {
  std::vector<std::uint64_t> list;
  for (const auto& text : texts(key)) {
    const auto dash = text.find('-');
    const auto first = wholeNumber(trimmed(std::string_view(text).substr(0, dash)));
    const auto last = dash == std::string::npos ? first : wholeNumber(trimmed(std::string_view(text).substr(dash + 1)));
    if (!first || !last || *last < *first || *last - *first >= kMostSeeds) {
      throw Error(at(key) + "has " + inQuotes(text) + "; use numbers and ranges such as 1-10, up to " +
                  std::to_string(kMostSeeds) + " seeds.");
    }
    for (std::uint64_t i = 0; i <= *last - *first; ++i) {
      if (std::ranges::find(list, *first + i) != list.end()) {
        throw Error(at(key) + "has " + std::to_string(*first + i) + " twice: remove one.");
      }
      list.push_back(*first + i);
    }
  }
  return list;
}

std::vector<std::string> SweepLists::files(const std::string& key, const std::vector<std::string>& names) const {
  std::vector<std::string> list;
  for (const auto& text : texts(key)) {
    if (std::ranges::find(names, text) != names.end()) {
      list.push_back(text);
      continue;
    }
    const auto file = std::filesystem::absolute(folder_ / text).lexically_normal();
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) {
      std::string known;
      for (const auto& name : names) known += (known.empty() ? " nor one of " : ", ") + name;
      throw Error(at(key) + "has " + inQuotes(text) + ", which is " +
                  (known.empty() ? "not a file (" : "neither a file (") + file.string() + ")" + known + ".");
    }
    if (file.string().find(',') != std::string::npos) {
      throw Error(at(key) + "cannot use " + file.string() +
                  ", because its path contains a comma: move or link it elsewhere.");
    }
    list.push_back(file.string());
  }
  return list;
}

std::vector<std::string> SweepLists::filesOrNames(const std::string& key) const {
  auto list = texts(key);
  for (auto& text : list) {
    const auto file = std::filesystem::absolute(folder_ / text).lexically_normal();
    std::error_code failed;
    if (std::filesystem::is_regular_file(file, failed)) text = file.string();
  }
  return list;
}

void SweepLists::require(const std::string& key, const std::vector<std::string>& list,
                         const std::string& example) const {
  if (!list.empty()) return;
  throw Error(at(key) + "is missing; add a line such as '" + key + " = " + example + "'.");
}

}  // namespace cleave
