// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/types/error.h"

namespace cleave::test {

/// What `call` says when it refuses. Any exception but Error passes through and fails the test.
template <class Refusal = Error, class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const Refusal& error) {
    return error.what();
  }
  return "(it was not refused)";
}

/// Empty when `text` is one sentence that holds all `parts`; else what is wrong with it, for QCOMPARE to print.
inline QByteArray faultIn(const std::string& text, std::initializer_list<std::string_view> parts) {
  std::string fault;
  if (!text.ends_with('.')) fault += "no full stop; ";
  if (text.find('\n') != std::string::npos) fault += "more than one line; ";
  if (text.size() > 400) fault += "too long; ";
  for (const auto part : parts) {
    if (text.find(part) == std::string::npos) fault += "lacks '" + std::string(part) + "'; ";
  }
  return fault.empty() ? QByteArray() : QByteArray::fromStdString(fault + "text: " + text);
}

/// 'text'. Appended piece by piece: GCC 12 warns of a memory overlap that is not there in "'" + text.
inline std::string quoted(std::string_view text) {
  std::string result(1, '\'');
  return result.append(text).append(1, '\'');
}

/// `text` with the first `from` replaced; throws when it is not there, so that a test cannot go stale unnoticed.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("the test's text has no " + std::string(from));
  return text.replace(at, from.size(), to);
}

}  // namespace cleave::test
