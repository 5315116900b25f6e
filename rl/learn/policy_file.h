// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/types/decision.h"
#include "rl/learn/encoding.h"
#include "rl/learn/provenance.h"

namespace cleave::learn {

/// A trained policy, and what it was trained with (*.cleavepolicy): a StateFile whose header is JSON and whose body the
/// network's weights and then its critics', plain little-endian floats.
struct PolicyFile {
  static constexpr int kVersion = 1;

  Provenance provenance;
  std::string commandLine;
  std::int64_t steps = 0;
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden;
  std::vector<std::string> fields;  ///< of the observation that its network sees (input_fields.h)
  std::vector<Decision> decisions;  ///< by action; a flat network has one output for each
  std::vector<float> mean;          ///< Encoding's
  std::vector<float> deviation;
  std::vector<float> weights;  ///< parameters of an ActionScorer
  /// Of SAC: two such networks, one after the other, that explain the first's decisions; empty: they were not kept.
  std::vector<float> critics;
};

/// @throws Error with one sentence when the place cannot be written
void writePolicyFile(const std::filesystem::path& file, const PolicyFile& policy);
/// @throws Error with one sentence when it is missing, too large, no policy, damaged, or holds sizes or numbers that no
///         policy has
PolicyFile readPolicyFile(const std::filesystem::path& file);

/// Parameters of a network with these sizes.
std::size_t parameterCount(NetShape shape, std::size_t fields, std::size_t decisions,
                           const std::vector<std::size_t>& hidden);
/// 32 hexadecimal digits: two trainings that agree in it agree in every bit of their weights.
std::string checksumOf(std::span<const float> weights);

}  // namespace cleave::learn
