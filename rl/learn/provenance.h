// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "rl/predict/decision_table.h"

namespace cleave::learn {

/// All that a training follows from: two of the same provenance give the same policy, to the bit on one machine. A
/// checkpoint can only be resumed with the same provenance.
struct Provenance {
  struct TraceDigest {
    std::string name;  ///< of the file, its folder left out
    std::string checksum;
    friend bool operator==(const TraceDigest&, const TraceDigest&) = default;
  };

  std::string algorithm;
  std::string settings;  ///< toText(Recipe)
  std::uint64_t seed = 1;
  std::string model;        ///< its name
  std::string modelDigest;  ///< digestOfModel()
  std::string device;       ///< names of the latency profiles
  std::string edge;
  std::string tableDigest;          ///< digestOfTable()
  std::string scenario;             ///< whole text, its target and reward included
  std::vector<TraceDigest> traces;  ///< trained on in place of the scenario's link; may be empty

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// What a policy with one output a decision is bound to: the decisions and their accuracies.
std::string digestOfModel(const DecisionTable& table);
/// The same with times and payloads.
std::string digestOfTable(const DecisionTable& table);
/// @throws Error when a file cannot be read
std::vector<Provenance::TraceDigest> digestsOf(std::span<const std::filesystem::path> traces);

/// One JSON object, and back. @throws Error when the text is damaged or a text in it too long
std::string toJson(const Provenance& provenance);
Provenance provenanceFromJson(const std::string& text);
/// A short name for all that a training follows from: 16 hexadecimal digits.
std::string digestOf(const Provenance& provenance);
/// A scenario's text without its description, which may be reworded: what a training follows from.
std::string conditionsIn(const std::string& scenario);
/// What differs first, for people: "seed", "settings"...; empty when nothing does.
std::string firstDifference(const Provenance& a, const Provenance& b);

}  // namespace cleave::learn
