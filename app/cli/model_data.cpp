// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_data.h"

#include "core/plain/error.h"

namespace cleave::cli {

void addDataOptions(CLI::App& command, std::string& dataset, std::string& data) {
  command.add_option("--dataset", dataset, "default: the one that it was trained on");
  command.add_option("--data", data, "the data set's folder, where it is not in its usual place");
}

Dataset loadDatasetFor(const Manifest& manifest, const std::string& name, const std::string& folder, Split split) {
  Dataset dataset = loadDataset(name.empty() ? manifest.dataset : name, folder, split);
  if (dataset.classes.size() != manifest.classes.size()) {
    throw UsageError("The model scores " + std::to_string(manifest.classes.size()) + " classes and " + dataset.name +
                     " has " + std::to_string(dataset.classes.size()) + ": choose the data set it was trained on.");
  }
  return dataset;
}

}  // namespace cleave::cli
