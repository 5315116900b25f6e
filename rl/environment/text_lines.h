// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cleave {

/// Small text files that people write: scenarios and traces. Lines may end in CR LF; a byte order mark is skipped.

/// @param what "trace": names the file in the error
/// @throws Error when the file is missing, no file, or larger than `mostBytes`
std::string readTextFile(const std::filesystem::path& file, std::size_t mostBytes, const char* what);

/// Calls `use(line, number)` for every line that is neither blank nor a comment (its first character '#'), trimmed.
void forEachLine(std::string_view text, const std::function<void(std::string_view, int)>& use);

std::string_view trimmed(std::string_view text);
/// In quotes for an error: shortened, and nothing unprintable.
std::string inQuotes(std::string_view text);
/// The whole text as a finite number, whatever the locale.
std::optional<double> finiteNumber(std::string_view text);
/// The shortest text that reads back as the same number.
std::string numberText(double value);

}  // namespace cleave
