// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/deploy.h"

#include "net/wire/limits.h"

namespace cleave::net {

void DeployBegin::encode(ByteWriter& writer) const {
  writer.u64(checksum.high);
  writer.u64(checksum.low);
  writer.u32(manifestBytes);
  writer.u64(weightsBytes);
}

DeployBegin DeployBegin::decode(ByteReader& reader) {
  DeployBegin begin;
  begin.checksum.high = reader.u64();
  begin.checksum.low = reader.u64();
  begin.manifestBytes = reader.u32();
  begin.weightsBytes = reader.u64();
  if (begin.manifestBytes == 0 || begin.manifestBytes > kMaxManifestBytes)
    reader.fail("the manifest's size is out of range");
  if (begin.weightsBytes > kMaxWeightsBytes) reader.fail("the weights are too large");
  return begin;
}

void DeployChunk::encode(ByteWriter& writer) const {
  writer.u64(offset);
}

DeployChunk DeployChunk::decode(ByteReader& reader) {
  DeployChunk chunk;
  chunk.offset = reader.u64();
  chunk.bytes = reader.rest();
  if (chunk.bytes.empty()) reader.fail("it is empty");
  return chunk;
}

void DeployProgress::encode(ByteWriter& writer) const {
  writer.u64(received);
}
DeployProgress DeployProgress::decode(ByteReader& reader) {
  return {reader.u64()};
}

}  // namespace cleave::net
