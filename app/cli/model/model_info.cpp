// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "core/bundle/bundle.h"
#include "core/types/decision_space.h"

namespace cleave::cli {
namespace {

nlohmann::ordered_json exitJson(const Manifest& manifest, const DecisionSpace& space, int exit) {
  const auto index = static_cast<std::size_t>(exit - 1);
  nlohmann::ordered_json json{
      {"exit", exit}, {"after", manifest.network.exits[index].after}, {"layers", space.pathLength(exit)}};
  for (const auto& layer : manifest.network.path(exit)) json["path"].push_back(layer.name);
  if (!manifest.accuracy.empty()) json["accuracy"] = manifest.accuracy[index].accuracy();
  return json;
}

int info(const Context& context, const std::string& file) {
  const Model model = readBundle(file);
  const Manifest& manifest = model.manifest;
  const DecisionSpace space(manifest.network);
  if (!context.json) {
    const std::string card = readCard(file);
    printLine(card.empty() ? manifest.name + ": this bundle has no model card; use --json to show its properties."
                           : card);
    return 0;
  }
  nlohmann::ordered_json json{{"name", manifest.name},
                              {"architecture", manifest.network.architecture},
                              {"dataset", manifest.dataset},
                              {"classes", manifest.classes},
                              {"frame", {manifest.network.frame.width, manifest.network.frame.height, 3}},
                              {"exits", space.exitCount()},
                              {"decisions", space.size()},
                              {"weights_bytes", manifest.weightsBytes}};
  json["bytes"] = std::filesystem::is_regular_file(file) ? std::filesystem::file_size(file) : manifest.weightsBytes;
  for (int exit = 1; exit <= space.exitCount(); ++exit) json["paths"].push_back(exitJson(manifest, space, exit));
  json["weights_checksum"] = manifest.weightsChecksum;
  json["recipe"] = manifest.recipe;
  printLine(json.dump());
  return 0;
}

int pack(const std::string& folder, const std::string& out) {
  writeBundle(out, readBundle(folder), readCard(folder));
  printLine("Wrote " + out + ".");
  return 0;
}

}  // namespace

void addModelInfo(const Command& model, Context& context) {
  const auto file = std::make_shared<std::string>();
  const Command command =
      addCommand(model, context, "info", "show a bundle's model card, or with --json its properties",
                 [&context, file] { return info(context, *file); });
  command.addOption("model", *file, "bundle, *.cleavemodel").required();
}

void addModelPack(const Command& model, Context& context) {
  const auto folder = std::make_shared<std::string>();
  const auto out = std::make_shared<std::string>();
  const Command command =
      addCommand(model, context, "pack", "pack a bundle folder, as written by training-only builds, into one file",
                 [folder, out] { return pack(*folder, *out); });
  command.addOption("folder", *folder, "folder with manifest.json, weights.bin and card.md").required();
  command.addOption("--out", *out, "bundle to write, *.cleavemodel").required();
}

}  // namespace cleave::cli
