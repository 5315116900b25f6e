// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/changes_csv.h"

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

}  // namespace

std::string changesCsv(std::span<const RunChange> changes) {
  std::string csv(kHeader);
  for (const RunChange& change : changes) {
    csv::appendNumber(csv, change.request);
    csv += ',';
    csv::appendNumber(csv, change.atS);
    for (const std::string& text : {change.setting, change.value}) {
      csv += ',';
      csv::appendText(csv, text);
    }
    csv += '\n';
  }
  return csv;
}

std::vector<RunChange> changesFromCsv(std::string_view text, const std::string& name) {
  std::vector<RunChange> changes;
  const char* const end = text.data() + text.size();
  const char* at = text.starts_with(kHeader) ? text.data() + kHeader.size() : nullptr;
  while (at != nullptr && at != end) at = readChange(at, end, changes.emplace_back());
  if (at == nullptr) throw Error(name + " is damaged: restore the file from a copy.");
  return changes;
}

}  // namespace cleave
