// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_data.h"

namespace cleave::cli {

void addDataOptions(const Command& command, std::string& dataset, std::string& data) {
  command.addOption("--dataset", dataset, "data set: fashion-mnist, cifar10 or folder; default: the model's own");
  command.addOption("--data", data,
                    "folder of the data set; default: its standard location; for 'folder': one subfolder per class");
}

Dataset loadDatasetFor(const Manifest& manifest, const std::string& name, const std::string& folder, Split split,
                       const std::stop_token& stop) {
  return loadDataset(name.empty() ? manifest.dataset : name, folder, split, stop);
}

}  // namespace cleave::cli
