// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/source_rules.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <sstream>
#include <string_view>

namespace cleave::house {
namespace {

constexpr int kMaxLines = 500;
constexpr const char* kSpdx = "SPDX-License-Identifier: GPL-3.0-or-later";

bool startsWithAny(const std::string& text, std::initializer_list<std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return text.starts_with(prefix); });
}

bool isTorch(const std::string& header) {
  return startsWithAny(header, {"torch/", "ATen/", "c10/", "caffe2/"});
}
bool isQt(const std::string& header) {  // <QString>, <QtTest>, <QtCore/qglobal.h>, <quazip.h>, <qt...>
  const bool classHeader = header.size() > 1 && header[0] == 'Q' && std::isupper(static_cast<unsigned char>(header[1]));
  return classHeader || startsWithAny(header, {"Qt", "quazip", "QuaZip", "qglobal"});
}
bool isBoost(const std::string& header) {
  return header.starts_with("boost/");
}
bool isOpenSsl(const std::string& header) {
  return header.starts_with("openssl/");
}

// Headers that show torch, for the sources beside them ("For core's sources only").
bool carriesTorch(const std::string& header) {
  return startsWithAny(header, {"core/network/activation_impl.h", "core/network/int8_engine.h", "core/network/torch.h",
                                "core/network/weights.h", "core/train/batches.h", "core/train/checkpoint.h",
                                "core/train/fake_quantize.h", "core/train/joint_loss.h", "core/train/moving_average.h",
                                "core/train/random_cuts.h", "core/train/sgd.h", "core/train/sparsity.h",
                                "core/train/trainable_network.h"});
}

bool mayIncludeTorch(const std::string& path) {
  if (path.ends_with(".h")) return carriesTorch(path);
  return startsWithAny(path, {"core/network/", "core/train/", "core/import/"});
}

// ARCHITECTURE.md's table of folders: what each may include, and with it whatever that may include itself.
struct Folder {
  std::string_view name;
  std::initializer_list<std::string_view> uses;
};
const Folder kFolders[] = {
    {"core/types", {}},
    {"core/statistics", {"core/types"}},
    {"core/system", {"core/types"}},
    {"core/profile", {"core/types", "core/statistics", "core/system"}},
    {"core/codec", {"core/types"}},
    {"core/model", {"core/types", "core/profile", "core/codec"}},
    {"core/data", {"core/types"}},
    {"core/network", {"core/model", "core/data"}},
    {"core/measure", {"core/network", "core/data", "core/statistics"}},
    {"core/train", {"core/measure"}},
    {"core/bundle", {"core/model"}},
    {"core/import", {"core/network", "core/bundle"}},
    {"net/wire", {"core/types"}},
    {"net/link", {"net/wire"}},
    {"net/messages", {"net/link", "net/wire"}},
    {"net/session", {"net/messages", "net/link"}},
    {"net/tcp", {"net/session"}},
    {"rl", {"core/types", "core/statistics", "core/system", "core/profile", "core/model"}},
    {"ui", {"core/types", "core/statistics"}},
    {"app/common", {"core"}},
    {"app/device", {"core", "net"}},
    {"app/experiment", {"core", "net", "rl", "app/common", "app/device", "app/runs"}},
    {"app/runs", {"core", "rl/observe"}},
    {"app/jobs", {"core", "app/common"}},
    {"app/sweep", {"app/jobs", "app/common", "rl"}},
    {"app/agent", {"app/device", "app/common", "net"}},
    {"app/cli", {"core", "net", "rl", "ui", "app"}},
    {"app/workbench", {"core", "net", "rl", "ui", "app"}},
};

bool isIn(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

const Folder* folderOf(std::string_view path) {
  const auto* found = std::ranges::find_if(kFolders, [&](const Folder& folder) { return isIn(path, folder.name); });
  return found == std::end(kFolders) ? nullptr : found;
}

bool reaches(const Folder& from, std::string_view header) {
  return isIn(header, from.name) || std::ranges::any_of(from.uses, [&](std::string_view name) {
           const auto* used = std::ranges::find(kFolders, name, &Folder::name);
           return isIn(header, name) || (used != std::end(kFolders) && reaches(*used, header));
         });
}

// Why `path` may not include `header`; empty if it may.
std::string objection(const std::string& path, const std::string& header) {
  if (path.starts_with("tests/")) return "";  // tests link what they test; torch is kept out by the build
  if (isTorch(header) && !mayIncludeTorch(path)) return "torch stays in core's sources";
  if (carriesTorch(header) && !path.starts_with("core/")) return "that header shows torch";
  if (header.starts_with("tests/")) return "the product does not include its tests";
  if (header.find("../") != std::string::npos) return "paths start at the repository's root";
  const bool mayUseQt = startsWithAny(path, {"ui/", "app/", "core/bundle/"});
  if (isQt(header) && !mayUseQt) return "Qt stays in ui, app and core/bundle";
  const bool mayNetwork = startsWithAny(path, {"net/", "app/"});
  if ((isBoost(header) || isOpenSsl(header)) && !mayNetwork) return "networking stays in net and app";
  if (!startsWithAny(header, {"core/", "net/", "rl/", "ui/", "app/"})) return "";
  const Folder* folder = folderOf(path);
  if (!folder) return "ARCHITECTURE.md and tests/house/source_rules.cpp do not list this folder";
  return reaches(*folder, header) ? "" : std::string(folder->name) + " may not include that folder";
}

bool isSnakeCase(const std::string& name) {
  return std::ranges::all_of(
      name, [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '_' || c == '.'; });
}

}  // namespace

std::vector<std::string> includesOf(const std::string& text) {
  std::vector<std::string> headers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
    const auto open = line.find_first_of("<\"", at + 7);
    if (open == std::string::npos) continue;
    const auto close = line.find_first_of(">\"", open + 1);
    if (close != std::string::npos) headers.push_back(line.substr(open + 1, close - open - 1));
  }
  return headers;
}

int lineCount(const std::string& text) {
  const auto breaks = std::ranges::count(text, '\n');
  return static_cast<int>(breaks) + (text.empty() || text.ends_with('\n') ? 0 : 1);
}

std::vector<std::string> violations(const std::string& path, const std::string& text) {
  std::vector<std::string> found;
  const auto say = [&](const std::string& what) { found.push_back(path + ": " + what); };
  const std::string name = std::filesystem::path(path).filename().string();
  const bool header = name.ends_with(".h");
  const bool source = header || name.ends_with(".cpp");

  if (text.substr(0, text.find('\n')).find(kSpdx) == std::string::npos) say("the first line names no licence");
  if (lineCount(text) > kMaxLines) say("has " + std::to_string(lineCount(text)) + " lines, more than 500");
  if (!source) return found;
  if (!isSnakeCase(name)) say("its name is not snake_case");
  if (header && text.find("\n#pragma once\n") == std::string::npos) say("has no #pragma once");
  for (const auto& included : includesOf(text)) {
    if (const std::string why = objection(path, included); !why.empty()) say("includes " + included + ": " + why);
  }
  return found;
}

}  // namespace cleave::house
