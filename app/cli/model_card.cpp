// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_card.h"

#include <cstdio>
#include <sstream>

#include "core/plain/decision_space.h"

namespace cleave::cli {

std::string modelCard(const Model& model, const TrainOptions& options, const std::string& device, int trainImages) {
  const Manifest& manifest = model.manifest;
  const DecisionSpace space(manifest.network);
  std::ostringstream card;
  card << "# " << manifest.name << "\n\n"
       << "A multi-branch " << manifest.network.architecture << " with " << space.exitCount() << " exits for "
       << manifest.network.frame.width << "x" << manifest.network.frame.height << " RGB frames; " << space.size()
       << " decisions. Weights are float16, batch normalisation is folded in.\n\n"
       << "- Data: " << manifest.dataset << ", " << trainImages << " training images, scaled to the frame\n"
       << "- Command: `" << manifest.recipe << "`\n"
       << "- Recipe: all exits jointly, cross-entropy weighted 1 for the last exit and 0.5 for the others, label "
       << "smoothing " << options.loss.labelSmoothing << "; stages (frame size:epochs) " << toText(options.stages)
       << "; SGD with Nesterov momentum 0.9, batch " << options.batchSize << ", peak rate " << options.peakRate
       << " falling along a cosine in each stage, weight decay " << options.weightDecay
       << "; random flips and shifts of 2 pixels\n"
       << "- Seed: " << options.seed << "; trained on: " << device << "; Cleave " << CLEAVE_VERSION << "\n"
       << "- Quantization ranges: least squared error on training images, per layer and width\n\n"
       << "| exit | leaves after | layers on its path | accuracy on the test images |\n|---|---|---|---|\n";
  for (int exit = 1; exit <= space.exitCount(); ++exit) {
    const auto& accuracy = manifest.accuracy.at(static_cast<std::size_t>(exit - 1));
    char percent[64];
    std::snprintf(percent, sizeof percent, "%.2f %% (%d of %d)", 100 * accuracy.accuracy(), accuracy.correct,
                  accuracy.samples);
    card << "| " << exit << " | " << manifest.network.exits[static_cast<std::size_t>(exit - 1)].after << " | "
         << space.pathLength(exit) << " | " << percent << " |\n";
  }
  return card.str();
}

}  // namespace cleave::cli
