// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/run_table.h"

#include <algorithm>

namespace cleave {

void RunTable::reserve(std::size_t rows) {
  visitNumberColumns([&](const char*, auto, auto column) { (this->*column).reserve(rows); });
  decision.reserve(rows);
  policy.reserve(rows);
  outcome.reserve(rows);
  layersEnd.reserve(rows);
}

void RunTable::cut(std::size_t rows) {
  if (rows >= size()) return;
  visitNumberColumns([&](const char*, auto, auto column) { (this->*column).resize(rows); });
  decision.resize(rows);
  policy.resize(rows);
  outcome.resize(rows);
  layersEnd.resize(std::min(rows, layersEnd.size()));
  layerMs.resize(layersEnd.empty() ? 0 : layersEnd.back());
  error.erase(error.lower_bound(rows), error.end());
}

void RunTable::add(const RequestRecord& record) {
  const std::size_t row = size();
  visitNumberColumns([&](const char*, auto field, auto column) { (this->*column).push_back(record.*field); });
  decision.push_back(record.decision);
  policy.push_back(record.policy);
  outcome.push_back(record.outcome);
  if (!record.error.empty()) error.emplace(row, record.error);
  layerMs.insert(layerMs.end(), record.layerMs.begin(), record.layerMs.end());
  layersEnd.push_back(layerMs.size());
}

std::span<const float> RunTable::layersOf(std::size_t row) const {
  const std::size_t begin = row == 0 ? 0 : layersEnd.at(row - 1);
  return std::span(layerMs).subspan(begin, layersEnd.at(row) - begin);
}

RequestRecord RunTable::record(std::size_t row) const {
  RequestRecord record;
  read(row, record);
  return record;
}

void RunTable::read(std::size_t row, RequestRecord& record) const {
  record.outcome = outcome.at(row);  // throws for all of them: a million rows have no time for more
  visitNumberColumns([&](const char*, auto field, auto column) { record.*field = (this->*column)[row]; });
  record.decision = decision[row];
  record.policy = policy[row];
  record.error.clear();
  if (const auto found = error.find(row); found != error.end()) record.error = found->second;
  const auto layers = layersOf(row);
  record.layerMs.assign(layers.begin(), layers.end());
  record.probabilities.clear();
}

}  // namespace cleave
