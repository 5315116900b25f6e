// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/session/model_receiver.h"

#include <algorithm>
#include <new>

#include "net/wire/protocol_error.h"

namespace cleave::net {

ModelReceiver::ModelReceiver(const DeployBegin& begin) : begin_(begin) {
  try {
    manifest_.reserve(begin.manifestBytes);
    weights_.reserve(begin.weightsBytes);
  } catch (const std::bad_alloc&) {
    throw ProtocolError("a model of " + std::to_string(total() >> 20) +
                        " MiB, which does not fit into the device's memory");
  }
}

void ModelReceiver::add(const DeployChunk& chunk) {
  if (chunk.offset != received()) {
    throw ProtocolError("a model chunk at byte " + std::to_string(chunk.offset) + " instead of byte " +
                        std::to_string(received()));
  }
  if (chunk.bytes.size() > total() - received()) throw ProtocolError("more model bytes than were announced");
  checksummer_.add(chunk.bytes);
  const std::size_t toManifest = std::min(chunk.bytes.size(), begin_.manifestBytes - manifest_.size());
  const auto head = chunk.bytes.first(toManifest);
  const auto tail = chunk.bytes.subspan(toManifest);
  manifest_.append(reinterpret_cast<const char*>(head.data()), head.size());
  weights_.insert(weights_.end(), tail.begin(), tail.end());
  if (complete() && checksummer_.value() != begin_.checksum) {
    throw ProtocolError("a model with a wrong checksum (damaged in transit)");
  }
}

}  // namespace cleave::net
