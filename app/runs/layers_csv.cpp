// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/layers_csv.h"

#include <algorithm>

#include "app/runs/csv_text.h"
#include "core/types/error.h"
#include "core/types/measured_time.h"

namespace cleave {
namespace {

constexpr std::size_t kReservedRows = 1 << 20;  // as in requests_csv.cpp
constexpr std::size_t kReservedLayers = 8;      // a row

}  // namespace

LayersCsv::LayersCsv(const NetworkDescription& network) : trunk_(network.trunk.size()) {
  for (const auto& layer : network.trunk) names_.push_back(layer.name + "_ms");
  exitOf_.assign(trunk_, 0);
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto& branch = network.exits[static_cast<std::size_t>(exit - 1)].branch;
    first_.push_back(names_.size());
    until_.push_back(static_cast<std::size_t>(network.trunkLayers(exit)));
    length_.push_back(branch.size());
    for (const auto& layer : branch) names_.push_back(layer.name + "_ms");
    exitOf_.resize(names_.size(), exit);
  }
}

void LayersCsv::appendHeader(std::string& csv) const {
  csv += "id";
  for (const auto& name : names_) {
    csv += ',';
    csv::appendText(csv, name);
  }
  csv += '\n';
}

void LayersCsv::append(std::string& csv, const RequestRecord& record) const {
  const int exit = record.decision.exit;
  const std::size_t layers = record.layerMs.size();
  const auto which = static_cast<std::size_t>(exit - 1);
  const bool known = exit >= 1 && which < first_.size();
  if (layers > 0 && (!known || layers > until_[which] + length_[which])) {
    throw Error("Request " + std::to_string(record.id) + " has times for " + std::to_string(layers) +
                " layers, but the run's network has no such path: the run cannot be recorded; install the same version "
                "of Cleave on both sides.");
  }
  csv::appendNumber(csv, record.id);
  for (std::size_t column = 0; column < names_.size(); ++column) {
    csv += ',';
    std::size_t at = layers;
    if (column < trunk_) {
      if (known && column < until_[which]) at = column;
    } else if (exitOf_[column] == exit) {
      at = until_[which] + column - first_[which];
    }
    if (at < layers) csv::appendNumber(csv, record.layerMs[at]);
  }
  csv += '\n';
}

const char* LayersCsv::take(Layers& layers, const char* at, const char* end) const {
  std::uint64_t id = 0;
  at = csv::readNumber(at, end, id);
  if (at == nullptr) return nullptr;
  const std::size_t before = layers.ms.size();
  std::size_t trunk = 0;
  std::size_t inBranch = 0;
  int exit = 0;
  bool good = true;
  for (std::size_t column = 0; good && column < names_.size(); ++column) {
    good = at != end && *at == ',';
    if (!good || ++at == end) break;
    if (*at == ',' || *at == '\n' || *at == '\r') continue;
    float ms = 0;
    at = csv::readNumber(at, end, ms);
    good = at != nullptr && isTime(static_cast<double>(ms));
    layers.ms.push_back(ms);
    if (column < trunk_) {
      good = good && column == trunk++;  // without a gap
    } else {
      if (exit == 0) exit = exitOf_[column];
      good = good && exitOf_[column] == exit && column == first_[static_cast<std::size_t>(exit - 1)] + inBranch++;
    }
  }
  if (!good) {
    layers.ms.resize(before);
    return nullptr;
  }
  layers.id.push_back(id);
  layers.trunk.push_back(static_cast<std::int16_t>(trunk));
  layers.exit.push_back(static_cast<std::int16_t>(exit));
  layers.end.push_back(layers.ms.size());
  return at;
}

void LayersCsv::Layers::cut(std::size_t rows) {
  if (rows >= id.size()) return;
  id.resize(rows);
  trunk.resize(rows);
  exit.resize(rows);
  end.resize(rows);
  ms.resize(end.empty() ? 0 : end.back());
}

LayersCsv::Layers LayersCsv::read(CsvReader& reader, const std::string& name, std::size_t requests,
                                  const std::stop_token& stop) const {
  std::vector<std::string> expected{"id"};
  expected.insert(expected.end(), names_.begin(), names_.end());
  if (reader.header() != expected) {
    throw Error(name +
                ": its columns do not match the run's network; restore the file from a copy or choose another file.");
  }
  Layers layers;
  const std::size_t rows = std::min(requests, kReservedRows);
  layers.id.reserve(rows);
  layers.trunk.reserve(rows);
  layers.exit.reserve(rows);
  layers.end.reserve(rows);
  layers.ms.reserve(rows * kReservedLayers);
  const auto take = [&](const char* at, const char* end) {
    if (layers.id.size() == requests) {
      throw Error(name + " does not contain the " + std::to_string(requests) +
                  " requests declared in the run's manifest: " + "restore the file from a copy.");
    }
    return this->take(layers, at, end);
  };
  reader.rows(take, {}, stop);
  return layers;
}

void LayersCsv::join(Layers&& layers, const std::string& name, RunTable& table) const {
  bool good = layers.id == table.id;
  for (std::size_t row = 0; good && row < table.size(); ++row) {
    const int exit = table.decision[row].exit;
    const std::size_t all = layers.end[row] - (row == 0 ? 0 : layers.end[row - 1]);
    if (all == 0) continue;
    const auto trunk = static_cast<std::size_t>(layers.trunk[row]);
    const auto which = static_cast<std::size_t>(exit - 1);
    good = exit >= 1 && which < first_.size() && trunk <= until_[which] &&
           (layers.exit[row] == 0 || (layers.exit[row] == exit && trunk == until_[which]));
  }
  if (!good) throw Error(name + " does not match the requests of the run: restore the file from a copy.");
  table.layerMs = std::move(layers.ms);
  table.layersEnd = std::move(layers.end);
}

}  // namespace cleave
