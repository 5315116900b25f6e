// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/tree_rules.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <regex>

#include "tests/house/source_rules.h"

namespace cleave::house {
namespace {

std::string folderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().generic_string();
}

/// For every folder those that it includes, and one include as proof.
using Graph = std::map<std::string, std::map<std::string, std::string>>;

Graph graphOf(const Tree& tree) {
  Graph graph;
  for (const auto& [path, text] : tree) {
    const std::string from = folderOf(path);
    for (const auto& header : includesOf(text)) {
      if (!tree.contains(header)) continue;
      if (const std::string to = folderOf(header); to != from) graph[from].emplace(to, path + " includes " + header);
    }
  }
  return graph;
}

/// The shortest way from `from` back to it, as includes; empty when there is none.
std::vector<std::string> circleThrough(const Graph& graph, const std::string& from) {
  std::map<std::string, std::string> cameFrom;
  std::vector<std::string> front{from};
  while (!front.empty()) {
    std::vector<std::string> next;
    for (const auto& folder : front) {
      const auto edges = graph.find(folder);
      if (edges == graph.end()) continue;
      for (const auto& [to, proof] : edges->second) {
        if (!cameFrom.emplace(to, folder).second) continue;
        if (to != from) {
          next.push_back(to);
          continue;
        }
        std::vector<std::string> steps;
        std::string at = from;
        do {
          const std::string before = cameFrom.at(at);
          steps.insert(steps.begin(), graph.at(before).at(at));
          at = before;
        } while (at != from);
        return steps;
      }
    }
    front = std::move(next);
  }
  return {};
}

}  // namespace

std::vector<std::string> circles(const Tree& tree) {
  const Graph graph = graphOf(tree);
  std::set<std::vector<std::string>> seen;
  std::vector<std::string> found;
  for (const auto& [folder, edges] : graph) {
    const auto steps = circleThrough(graph, folder);
    auto sorted = steps;
    std::ranges::sort(sorted);
    if (steps.empty() || !seen.insert(sorted).second) continue;
    std::string line;
    for (const auto& step : steps) line += (line.empty() ? "" : ", ") + step;
    found.push_back(line);
  }
  return found;
}

std::map<std::string, std::set<std::string>> spreadClasses(const Tree& tree) {
  // A definition begins its line: "Type Class::member(" or "Class::Class(".
  static const std::regex definition(R"((?:^|\n)(?:[A-Za-z_\[][^\n(){};=]*[ *&])?([A-Z]\w*)::~?\w+\()");
  std::map<std::string, std::set<std::string>> files;
  for (const auto& [path, text] : tree) {
    if (!path.ends_with(".cpp")) continue;
    for (std::sregex_iterator at(text.begin(), text.end(), definition), end; at != end; ++at) {
      files[folderOf(path) + ": " + (*at)[1].str()].insert(path);
    }
  }
  std::erase_if(files, [](const auto& one) { return one.second.size() < 2; });
  return files;
}

}  // namespace cleave::house
