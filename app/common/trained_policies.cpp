// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/trained_policies.h"

#include <algorithm>

#include "app/common/find_model.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".cleavepolicy";
constexpr std::string_view kWord = "trained:";

}  // namespace

std::vector<std::string> trainedPolicies() {
  std::vector<std::string> names;
  try {
    for (const auto& entry : fs::directory_iterator(findDefaultModel().parent_path())) {
      if (entry.path().extension() == kEnding) names.push_back(entry.path().stem().string());
    }
  } catch (const std::exception&) {  // no folder, or one that may not be read: nothing to offer
    return {};
  }
  std::ranges::sort(names);
  return names;
}

fs::path findTrainedPolicy(const std::string& scenario) {
  const auto names = trainedPolicies();
  if (std::ranges::find(names, scenario) != names.end()) {
    return findDefaultModel().parent_path() / (scenario + kEnding);
  }
  std::string known;
  for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
  throw UsageError("There is no built-in trained policy for scenario '" + scenario.substr(0, 256) + "'" +
                   (known.empty() ? "" : " (available: " + known + ")") +
                   ": train one with 'cleave-cli policy train' and select it as policy:FILE.");
}

std::string resolvedPolicy(const std::string& text) {
  if (!text.starts_with(kWord)) return text;
  return "policy:" + findTrainedPolicy(text.substr(kWord.size())).string();
}

}  // namespace cleave
