// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_card.h"

#include <cstdio>
#include <sstream>

#include "core/types/decision_space.h"

namespace cleave::cli {
namespace {

constexpr const char* kMeasured = "## Measured";

template <class... Values>
std::string text(const char* format, Values... values) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

void exitTable(const Manifest& manifest, const DecisionSpace& space, std::ostream& card) {
  card << "| exit | leaves after | layers on its path | accuracy on the test images |\n|---|---|---|---|\n";
  for (int exit = 1; exit <= space.exitCount(); ++exit) {
    const auto& accuracy = manifest.accuracy.at(static_cast<std::size_t>(exit - 1));
    card << "| " << exit << " | " << manifest.network.exits[static_cast<std::size_t>(exit - 1)].after << " | "
         << space.pathLength(exit) << " | "
         << text("%.2f %% (%d of %d)", 100 * accuracy.accuracy(), accuracy.correct, accuracy.samples) << " |\n";
  }
}

// One cell: points lost at an exit by a cut, and the mean bytes that cross the link.
std::string cell(const Manifest& manifest, const DecisionSpace& space, const Decision& decision) {
  const auto index = space.indexOf(decision);
  if (!index) return "-";
  const auto whole = space.indexOf({decision.exit, space.pathLength(decision.exit), 32});
  const auto& entry = manifest.decisions.at(static_cast<std::size_t>(*index));
  const double loss = manifest.decisions.at(static_cast<std::size_t>(*whole)).accuracy() - entry.accuracy();
  return text("%+.2f; %.2f kB", -100 * loss + 0.0, entry.meanBytes / 1000);
}

void cutTable(const Manifest& manifest, const DecisionSpace& space, std::ostream& card) {
  const int exit = space.exitCount();
  const auto path = manifest.network.path(exit);
  card << "\nLast exit, by cut and bit width: change in accuracy (percentage points) from the unquantized network on "
          "the same "
       << manifest.decisions.front().samples << " test images; mean payload.\n\n"
       << "| cut after | 8 bits | 4 bits | 2 bits | 1 bit |\n|---|---|---|---|---|\n";
  for (int partition = 0; partition < space.pathLength(exit); ++partition) {
    card << "| " << (partition == 0 ? "the frame" : path[static_cast<std::size_t>(partition - 1)].name);
    for (const int bits : {8, 4, 2, 1}) card << " | " << cell(manifest, space, {exit, partition, bits});
    card << " |\n";
  }
}

}  // namespace

std::string trainingCard(const Model& model, const TrainOptions& options, const std::string& device, int trainImages) {
  const Manifest& manifest = model.manifest;
  const DecisionSpace space(manifest.network);
  const auto& loss = options.loss;
  const auto& how = options.augmentation;
  std::ostringstream card;
  card << "# " << manifest.name << "\n\n"
       << "A multi-branch " << manifest.network.architecture << " with " << space.exitCount() << " exits for "
       << manifest.network.frame.width << "x" << manifest.network.frame.height << " RGB frames; " << space.size()
       << " decisions. Weights are float16, batch normalisation is folded in.\n\n"
       << "- Data: " << manifest.dataset << ", " << trainImages << " training images, scaled to the frame\n"
       << "- Command: `" << manifest.recipe << "`\n"
       << "- Loss: all exits jointly, the last with weight 1 and the others with weight " << loss.earlyWeight
       << "; label smoothing " << loss.labelSmoothing << "; " << 100 * loss.distillation
       << " % of an early exit's loss is distillation from the last exit (temperature " << loss.temperature << ")\n"
       << "- Stages (frame size:epochs[:fraction of the rate]): " << toText(options.stages)
       << "; SGD with Nesterov momentum 0.9, batch " << options.batchSize << ", peak rate " << options.peakRate
       << " with cosine decay in each stage, weight decay " << options.weightDecay << ", moving average of weights "
       << options.averageDecay << "\n"
       << "- Augmentation: flips, shifts of up to " << 100 * how.shift << " %, a square of up to "
       << 100 * how.eraseLargest << " % of the side erased from " << 100 * how.eraseChance << " % of the images, "
       << 100 * how.mix << " % of the steps with blended images\n"
       << "- Quantization in training: " << 100 * options.quantizedSteps
       << " % of the images have their feature quantized to 1, 2 or 4 bits at a random cut and in every branch; "
          "sparsity weight "
       << options.sparsity << "\n"
       << "- Seed: " << options.seed << "; trained on: " << device << "; Cleave " << CLEAVE_VERSION << "\n"
       << "- Quantization ranges: least squared error on training images, per layer (or channel) and bit width\n";
  if (options.initial) {
    card << "- Initialised from: a model trained with `" << options.initial->manifest.recipe << "`\n";
  }
  return card.str();
}

std::string withMeasurements(const std::string& card, const Manifest& manifest) {
  std::string head = card.substr(0, card.find(kMeasured));
  while (!head.empty() && head.back() == '\n') head.pop_back();
  if (manifest.accuracy.empty() && manifest.decisions.empty()) return head + "\n";
  const DecisionSpace space(manifest.network);
  std::ostringstream measured;
  measured << "\n\n" << kMeasured << "\n\n";
  if (!manifest.accuracy.empty()) exitTable(manifest, space, measured);
  if (!manifest.decisions.empty()) cutTable(manifest, space, measured);
  return head + measured.str();
}

}  // namespace cleave::cli
