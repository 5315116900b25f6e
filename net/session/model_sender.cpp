// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/session/model_sender.h"

#include <algorithm>

#include "net/messages/deploy.h"
#include "net/messages/message_codec.h"
#include "net/wire/limits.h"
#include "net/wire/protocol_error.h"

namespace cleave::net {

ModelSender::ModelSender(std::span<const std::byte> manifest, std::span<const std::byte> weights)
    : manifest_(manifest), weights_(weights) {
  if (manifest.empty() || manifest.size() > kMaxManifestBytes || weights.size() > kMaxWeightsBytes) {
    throw UsageError("This model cannot be deployed: the manifest must have 1 byte to " +
                     std::to_string(kMaxManifestBytes >> 20) + " MiB and the weights at most " +
                     std::to_string(kMaxWeightsBytes >> 20) + " MiB.");
  }
  checksum_ = checksumOf(manifest, weights);
}

void ModelSender::queueBegin(OutputQueue& output) const {
  output.push(toBytes(DeployBegin{checksum_, static_cast<std::uint32_t>(manifest_.size()), weights_.size()}));
}

bool ModelSender::queueChunks(OutputQueue& output, std::size_t backlog) {
  while (queued_ < total() && output.bytes() < backlog) {
    // No chunk spans the border: both parts are views of the caller's memory.
    const bool inManifest = queued_ < manifest_.size();
    const auto rest = inManifest ? manifest_.subspan(queued_) : weights_.subspan(queued_ - manifest_.size());
    const auto part = rest.first(std::min(rest.size(), kMaxChunkBytes));
    output.push(toBytes(DeployChunk{queued_, part}));
    queued_ += part.size();
  }
  return queued_ == total();
}

void ModelSender::confirm(std::uint64_t received) {
  if (received <= confirmed_ || received > queued_) throw ProtocolError("an impossible deployment progress report");
  confirmed_ = received;
}

}  // namespace cleave::net
