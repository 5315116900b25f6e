// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/decisions_csv.h"

#include <algorithm>

#include "app/runs/csv_text.h"
#include "rl/observe/observation_fields.h"

namespace cleave {
namespace {

void appendAllowed(std::string& csv, const std::vector<bool>& allowed) {
  if (std::ranges::all_of(allowed, [](bool each) { return each; })) {
    if (!allowed.empty()) csv += "all";
    return;
  }
  for (std::size_t first = 0; first < allowed.size(); first += 4) {
    unsigned digit = 0;
    for (std::size_t bit = 0; bit < 4 && first + bit < allowed.size(); ++bit) {
      if (allowed[first + bit]) digit |= 1U << bit;
    }
    csv += "0123456789abcdef"[digit];
  }
}

}  // namespace

void appendDecisionsHeader(std::string& csv) {
  csv += "id";
  visitObservation([&](const char* name, auto) { csv.append(1, ',').append(name); });
  csv += ",allowed,probability\n";
}

void appendDecision(std::string& csv, std::uint64_t id, const DecisionContext& context) {
  csv::appendNumber(csv, id);
  visitObservation([&](const char*, auto field) {
    csv += ',';
    csv::appendNumber(csv, context.seen.*field);
  });
  csv += ',';
  appendAllowed(csv, context.allowed);
  csv += ',';
  csv::appendNumber(csv, context.probability);
  csv += '\n';
}

}  // namespace cleave
