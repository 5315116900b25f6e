// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/bench_table.h"

#include "app/common/find_model.h"
#include "core/bundle/bundle.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/predict/machines.h"

namespace cleave::cli {

std::shared_ptr<const DecisionTable> benchTable(const std::string& model) {
  const Manifest manifest = readBundle(model.empty() ? findDefaultModel() : std::filesystem::path(model)).manifest;
  const auto table = makeTable(manifest, machinesFor(manifest, {}));
  for (const DecisionCost& cost : table->all()) {
    if (cost.useful) return table;
  }
  throw Error("No decision of " + manifest.name +
              " has a measured accuracy: evaluate the model with 'cleave-cli model evaluate "
              "--table --into-bundle'.");
}

SimulatedEnvironment benchEnvironment(const std::shared_ptr<const DecisionTable>& table, const std::string& scenario,
                                      std::uint64_t seed) {
  const Scenario found = findScenario(scenario);
  return {table, realise(found, seed, kConditionsS), environmentOptions(found, seed)};
}

}  // namespace cleave::cli
