// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cleave::csv {

// Comma-separated text as RFC 4180 has it, but that lines end in \n alone, as everywhere here. The first line names the
// columns. A number that is not known is an empty field.

/// The shortest text that reads back as the same number.
template <class Number>
void appendNumber(std::string& out, Number value) {
  if constexpr (std::is_floating_point_v<Number>) {
    if (std::isnan(value)) return;
  }
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

/// Quoted where it must be.
void appendText(std::string& out, std::string_view text);

/// A short decimal like 12.345678, which is most of a run: both mantissa and power of ten are exact, so that one
/// division gives the nearest number (Clinger, PLDI 1990), in a third of from_chars' time. @returns where it ended;
/// nullptr when it is no such number
template <class Number>
const char* readShortDecimal(const char* at, const char* end, Number& value) {
  constexpr Number kTens[] = {1e0F, 1e1F, 1e2F, 1e3F, 1e4F, 1e5F, 1e6F, 1e7F, 1e8F, 1e9F, 1e10F};
  constexpr std::uint64_t kMost = std::uint64_t{1} << std::numeric_limits<Number>::digits;
  constexpr std::ptrdiff_t kMostDigits = 18;  // fit into 64 bits
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* const first = at;
  const char* point = nullptr;
  std::uint64_t mantissa = 0;
  for (; at != end; ++at) {
    const auto digit = static_cast<unsigned>(*at - '0');
    if (digit < 10) {
      mantissa = 10 * mantissa + digit;
    } else if (*at == '.' && point == nullptr) {
      point = at;
    } else {
      break;
    }
  }
  const std::ptrdiff_t decimals = point == nullptr ? 0 : at - point - 1;
  const bool ends = at != end && (*at == ',' || *at == '\n' || *at == '\r');
  if (!ends || at == first || at - first > kMostDigits || decimals > 10 || mantissa > kMost) return nullptr;
  if (point != nullptr && (decimals == 0 || point == first)) return nullptr;
  const Number number = static_cast<Number>(mantissa) / kTens[decimals];
  value = negative ? -number : number;
  return at;
}

/// Reads the field at `at`. @param end the readable text's; @returns where the number ended; nullptr when there is
/// none. An empty field is an unknown number.
template <class Number>
const char* readNumber(const char* at, const char* end, Number& value) {
  if constexpr (std::is_floating_point_v<Number>) {
    if (at != end && (*at == ',' || *at == '\n' || *at == '\r')) {
      value = std::numeric_limits<Number>::quiet_NaN();
      return at;
    }
    if (const char* const next = readShortDecimal(at, end, value); next != nullptr) return next;
  }
  const auto [next, error] = std::from_chars(at, end, value);
  return error == std::errc{} ? next : nullptr;
}

/// Reads the field at `at`, quoted or not. @param text a view of it where nothing is escaped, else of `scratch`
/// @returns where it ended; nullptr when a quotation is open at `end`, or does not end its field
const char* readText(const char* at, const char* end, std::string_view& text, std::string& scratch);

/// The fields of one line without its end. Empty when it is malformed.
std::vector<std::string> fieldsOf(std::string_view line);

}  // namespace cleave::csv
