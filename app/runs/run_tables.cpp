// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_tables.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "app/runs/layers_csv.h"
#include "app/runs/requests_csv.h"
#include "app/runs/run_files.h"
#include "app/runs/run_manifest.h"
#include "core/types/error.h"

namespace cleave {

TablesRead readTables(const TableSources& sources, const NetworkDescription& network,
                      std::optional<std::size_t> requests, std::span<const std::string> policies, RunTable& table,
                      const std::function<void(double)>& progress, const std::stop_token& stop) {
  const auto end = requests ? CsvReader::End::Whole : CsvReader::End::MayBeCut;
  std::stop_source either;
  const std::stop_callback passOn(stop, [&] { either.request_stop(); });
  const LayersCsv csv(network);
  LayersCsv::Layers layers;
  std::exception_ptr fault;
  TablesRead done;
  std::jthread other([&] {
    try {
      const auto source = sources.open(kLayersFile);
      CsvReader reader(*source, sources.name + kLayersFile, end);
      layers = csv.read(reader, sources.name + kLayersFile, requests.value_or(RunManifest::kMaxRequests + 1),
                        either.get_token());
    } catch (...) {
      fault = std::current_exception();
      either.request_stop();
    }
  });
  try {
    const auto source = sources.open(kRequestsFile);
    CsvReader reader(*source, sources.name + kRequestsFile, end);
    readRequests(reader, sources.name + kRequestsFile, requests, policies, table, progress, either.get_token());
    done.cut = reader.cut();
    done.requestBytes = reader.wholeBytes();
  } catch (const Cancelled&) {
    other.join();
    if (fault) std::rethrow_exception(fault);
    throw;
  } catch (...) {
    either.request_stop();
    throw;
  }
  other.join();
  if (fault) std::rethrow_exception(fault);
  if (!requests) {
    done.cut = done.cut || layers.id.size() != table.size();
    done.requestsWithoutLayers = layers.id.size() < table.size();
    table.cut(layers.id.size());
    layers.cut(table.size());
  }
  csv.join(std::move(layers), sources.name + kLayersFile, table);
  return done;
}

}  // namespace cleave
