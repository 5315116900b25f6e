// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/csv_text.h"

#include <cstring>

namespace cleave::csv {
namespace {

bool endsField(char character) {
  return character == ',' || character == '\n' || character == '\r';
}

}  // namespace

void appendText(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char character : text) {
    if (character == '"') out += '"';
    out += character;
  }
  out += '"';
}

const char* readText(const char* at, const char* end, std::string_view& text, std::string& scratch) {
  if (at == end || *at != '"') {
    const char* const begin = at;
    while (at != end && !endsField(*at)) ++at;
    text = {begin, static_cast<std::size_t>(at - begin)};
    return at;
  }
  scratch.clear();
  for (++at; at != end;) {
    const auto* quote = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    if (quote == nullptr) return nullptr;
    scratch.append(at, quote);
    at = quote + 1;
    if (at == end || endsField(*at)) {
      text = scratch;
      return at;
    }
    if (*at != '"') return nullptr;
    scratch += '"';
    ++at;
  }
  return nullptr;
}

std::vector<std::string> fieldsOf(std::string_view line) {
  std::vector<std::string> fields;
  std::string scratch;
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    std::string_view text;
    at = readText(at, end, text, scratch);
    if (at == nullptr || (at != end && *at != ',')) return {};
    fields.emplace_back(text);
    if (at == end) return fields;
    ++at;
  }
}

}  // namespace cleave::csv
