// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/match_classes.h"

#include <algorithm>
#include <map>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kNamed = 5;  // classes that an error lists

std::string someOf(const std::vector<std::string>& classes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, classes.size()); ++i) text += (i == 0 ? "" : ", ") + classes[i];
  return classes.size() > kNamed ? text + ", ..." : text;
}

}  // namespace

std::vector<int> matchClasses(const std::vector<std::string>& modelClasses, const Dataset& dataset) {
  std::map<std::string, int> indices;
  for (std::size_t i = 0; i < modelClasses.size(); ++i) indices.emplace(modelClasses[i], static_cast<int>(i));
  std::vector<int> result;
  for (const auto& name : dataset.classes) {
    const auto found = indices.find(name);
    if (found == indices.end()) {
      throw UsageError("The model has no class '" + name.substr(0, 64) + "' of the data set '" + dataset.name +
                       "', only " + someOf(modelClasses) +
                       ": use the data set it was trained on, or name the folders like its classes.");
    }
    result.push_back(found->second);
  }
  return result;
}

}  // namespace cleave
