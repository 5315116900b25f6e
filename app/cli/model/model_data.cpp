// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_data.h"

namespace cleave::cli {

void addDataOptions(CLI::App& command, std::string& dataset, std::string& data) {
  command.add_option("--dataset", dataset, "fashion-mnist, cifar10 or folder; default: the one that it was trained on");
  command.add_option("--data", data,
                     "the data set's folder, where it is not in its usual place; for folder: one sub-folder a class");
}

Dataset loadDatasetFor(const Manifest& manifest, const std::string& name, const std::string& folder, Split split,
                       const std::stop_token& stop) {
  return loadDataset(name.empty() ? manifest.dataset : name, folder, split, stop);
}

}  // namespace cleave::cli
