// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/changes_csv.h"

#include <algorithm>

#include "app/runs/csv_text.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::string_view kHeader = "request,at_s,setting,value\n";

/// @returns where the line ended; nullptr when it is none
const char* readChange(const char* at, const char* end, RunChange& change) {
  std::string scratch;
  std::string_view text;
  const auto comma = [&] { at = at != nullptr && at != end && *at == ',' ? at + 1 : nullptr; };
  const auto textInto = [&](std::string& value) {
    if (at != nullptr) at = csv::readText(at, end, text, scratch);
    if (at != nullptr) value = text;
  };
  at = csv::readNumber(at, end, change.request);
  comma();
  if (at != nullptr) at = csv::readNumber(at, end, change.atS);
  comma();
  textInto(change.setting);
  comma();
  textInto(change.value);
  if (at == nullptr || at == end || *at != '\n') return nullptr;
  return at + 1;
}

/// Whether the row that is all of the text lacks its end: of a quotation, or of the line.
bool isCut(std::string_view row) {
  return !row.ends_with('\n') || std::ranges::count(row, '"') % 2 == 1;
}

}  // namespace

void appendChange(std::string& csv, const RunChange& change) {
  csv::appendNumber(csv, change.request);
  csv += ',';
  csv::appendNumber(csv, change.atS);
  for (const std::string& text : {change.setting, change.value}) {
    csv += ',';
    csv::appendText(csv, text);
  }
  csv += '\n';
}

std::string changesCsv(std::span<const RunChange> changes) {
  std::string csv(kHeader);
  for (const RunChange& change : changes) appendChange(csv, change);
  return csv;
}

std::vector<RunChange> changesFromCsv(std::string_view text, const std::string& name, bool* cut) {
  std::vector<RunChange> changes;
  const char* const end = text.data() + text.size();
  const char* at = text.starts_with(kHeader) ? text.data() + kHeader.size() : nullptr;
  while (at != nullptr && at != end) {
    const char* const next = readChange(at, end, changes.emplace_back());
    if (next == nullptr && cut != nullptr && isCut(std::string_view(at, static_cast<std::size_t>(end - at)))) {
      changes.pop_back();
      *cut = true;
      break;
    }
    at = next;
  }
  if (at == nullptr) throw Error(name + " is damaged: restore the file from a copy.");
  return changes;
}

}  // namespace cleave
