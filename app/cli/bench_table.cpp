// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_table.h"

#include "app/experiment/find_model.h"
#include "core/bundle/bundle.h"
#include "core/plain/error.h"
#include "rl/machines.h"
#include "rl/world/scenario.h"

namespace cleave::cli {

std::shared_ptr<const DecisionTable> benchTable(const std::string& model) {
  const Manifest manifest = readBundle(model.empty() ? findDefaultModel() : std::filesystem::path(model)).manifest;
  const auto table = makeTable(manifest, machinesFor(manifest, {}));
  for (const DecisionCost& cost : table->all()) {
    if (cost.useful) return table;
  }
  throw Error("No decision of " + manifest.name +
              " has a measured accuracy, so there is nothing to decide: evaluate it with 'cleave-cli model evaluate "
              "--table --into-bundle'.");
}

World benchWorld(const std::shared_ptr<const DecisionTable>& table, const std::string& scenario, std::uint64_t seed) {
  const Scenario found = findScenario(scenario);
  return {table, realise(found, seed, kConditionsS), worldOptions(found, seed)};
}

}  // namespace cleave::cli
