// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/checkpoint.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave {
namespace {

// The checksum covers the tensors, not the line that says where they lie.
void requireWithin(const TensorEntry& tensor, std::uint64_t bytes) {
  std::uint64_t room = tensor.offset <= bytes ? (bytes - tensor.offset) / sizeof(float) : 0;
  for (const std::int64_t extent : tensor.shape) {
    if (extent < 1 || static_cast<std::uint64_t>(extent) > room) throw Error("a tensor lies outside the file");
    room /= static_cast<std::uint64_t>(extent);
  }
}

}  // namespace

Error unusableCheckpoint(const std::filesystem::path& file, const std::string& why) {
  return Error(file.string() + " is not a usable checkpoint (" + why + "): start over with --restart.");
}

void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
  Model packed;
  packWeights(checkpoint.tensors, TensorType::Float32, packed);
  nlohmann::ordered_json head{{"format", "cleave-checkpoint"},
                              {"fingerprint", checkpoint.fingerprint},
                              {"step", checkpoint.step},
                              {"xxh3_128", packed.manifest.weightsChecksum}};
  for (const auto& tensor : packed.manifest.tensors)
    head["tensors"].push_back({tensor.name, tensor.shape, tensor.offset});
  const std::string line = head.dump() + "\n";
  std::vector<std::byte> bytes(line.size() + packed.weights.size());
  std::memcpy(bytes.data(), line.data(), line.size());
  std::memcpy(bytes.data() + line.size(), packed.weights.data(), packed.weights.size());
  writeFileAtomically(file, bytes);
}

std::optional<Checkpoint> loadCheckpoint(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  try {
    std::string line;
    std::getline(in, line);
    const auto head = nlohmann::json::parse(line);
    if (head.at("format") != nlohmann::json("cleave-checkpoint")) throw Error("not a checkpoint");
    Model packed;
    const std::string rest{std::istreambuf_iterator<char>(in), {}};
    packed.weights.resize(rest.size());
    std::memcpy(packed.weights.data(), rest.data(), rest.size());
    if (head.at("xxh3_128") != nlohmann::json(checksumHex(packed.weights))) throw Error("wrong checksum");
    for (const auto& entry : head.at("tensors")) {
      packed.manifest.tensors.push_back({entry.at(0), entry.at(1), TensorType::Float32, entry.at(2)});
      requireWithin(packed.manifest.tensors.back(), packed.weights.size());
    }
    return Checkpoint{head.at("fingerprint"), head.at("step"), unpackWeights(packed)};
  } catch (const std::exception& error) {
    throw unusableCheckpoint(file, error.what());
  }
}

}  // namespace cleave
