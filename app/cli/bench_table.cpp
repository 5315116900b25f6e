// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_table.h"

#include "app/experiment/find_model.h"
#include "core/bundle/bundle.h"
#include "core/plain/error.h"
#include "core/plain/reference_device.h"
#include "rl/world/scenario.h"

namespace cleave::cli {
namespace {

LatencyProfile profileOf(const ReferenceDevice& device, const NetworkDescription& network, double prepareMs,
                         double codingNs) {
  LatencyProfile profile = referenceProfile(device, network);
  profile.prepareMs = prepareMs;
  profile.codingNs = codingNs;
  return profile;
}

}  // namespace

std::shared_ptr<const DecisionTable> benchTable(const std::string& model) {
  const Manifest manifest = readBundle(model.empty() ? findDefaultModel() : std::filesystem::path(model)).manifest;
  const NetworkDescription& network = manifest.network;
  const ReferenceDevice pc{"pc", "a desktop processor", "assumed", 1, 80, 20, 4};
  LatencyModel latency(network, manifest.decisions);
  latency.adopt(profileOf(raspberryPi4(1), network, 1, 10), profileOf(pc, network, 0.2, 2));
  const DecisionSpace space(network);
  auto table = std::make_shared<const DecisionTable>(space, AccuracyTable(space, manifest.accuracy, manifest.decisions),
                                                     latency, manifest.decisions);
  for (const DecisionCost& cost : table->all()) {
    if (cost.useful) return table;
  }
  throw Error("No decision of " + manifest.name +
              " has a measured accuracy, so there is nothing to decide: run cleave-cli model evaluate --into-bundle.");
}

World benchWorld(const std::shared_ptr<const DecisionTable>& table, const std::string& scenario, std::uint64_t seed) {
  const Scenario found = findScenario(scenario);
  return {table, realise(found, seed, kConditionsS), worldOptions(found, seed)};
}

}  // namespace cleave::cli
