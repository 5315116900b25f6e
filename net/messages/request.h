// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/types/decision.h"
#include "core/types/system_state.h"
#include "net/messages/payload_kind.h"
#include "net/messages/tcp_statistics.h"
#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// Run one frame up to the decision's partition point.
struct Request {
  static constexpr MessageType kType = MessageType::Request;
  std::uint64_t id = 0;
  std::uint32_t frame = 0;        ///< an index that was pushed
  Decision decision;              ///< one byte each on the wire
  std::uint32_t giveUpUs = 0;     ///< a transfer that takes longer is given up, and `fallback` run instead; 0 = never
  Decision fallback = {0, 0, 8};  ///< all on the device; exit 0 where giveUpUs is 0

  void encode(ByteWriter& writer) const;
  static Request decode(ByteReader& reader);
};

/// The answer: where the device's time went (ms, the agent's steady clock), and either the bytes themselves, which the
/// device alone has made and keeps nobody waiting, or how many follow in FeatureParts.
struct Feature {
  static constexpr MessageType kType = MessageType::Feature;
  std::uint64_t id = 0;
  std::vector<float> layerMs;  ///< one per layer run on the device, at most kMaxLayers
  double queueMs = 0;          ///< waiting for the compute thread
  double prepareMs = 0;
  double quantizeMs = 0;
  double busyMs = 0;  ///< from the request completely parsed to this reply handed to the socket
  PayloadKind kind = PayloadKind::Codes;
  std::span<const std::byte> bytes = {};  ///< at most kMaxFeatureBytes
  std::uint32_t following = 0;            ///< bytes in FeatureParts, at most kMaxFeatureBytes; then `bytes` is empty

  void encode(ByteWriter& writer) const;
  static Feature decode(ByteReader& reader);
};

/// The next bytes of a feature. In parts, so that a transfer can end between two of them.
struct FeaturePart {
  static constexpr MessageType kType = MessageType::FeaturePart;
  std::uint64_t id = 0;
  std::span<const std::byte> bytes;  ///< 1..kFeaturePartBytes

  void encode(ByteWriter& writer) const { writer.u64(id); }
  static FeaturePart decode(ByteReader& reader);
};

/// The rest of this request's feature will not come: the device runs the fallback, and a Feature with its scores ends
/// the request.
struct GaveUp {
  static constexpr MessageType kType = MessageType::GaveUp;
  std::uint64_t id = 0;
  std::uint32_t crossedBytes = 0;  ///< of the feature, when it was given up
  double afterMs = 0;              ///< since it was begun to be sent (the agent's steady clock)

  void encode(ByteWriter& writer) const;
  static GaveUp decode(ByteReader& reader);
};

struct RequestFailed {
  static constexpr MessageType kType = MessageType::RequestFailed;
  std::uint64_t id = 0;
  std::string sentence;  ///< cut to kMaxSentenceBytes

  void encode(ByteWriter& writer) const;
  static RequestFailed decode(ByteReader& reader);
};

/// The prediction's way back to the device: ends the request.
struct Result {
  static constexpr MessageType kType = MessageType::Result;
  std::uint64_t id = 0;
  std::int32_t prediction = -1;

  void encode(ByteWriter& writer) const;
  static Result decode(ByteReader& reader);
};

/// The request is over.
struct ResultAck {
  static constexpr MessageType kType = MessageType::ResultAck;
  std::uint64_t id = 0;
  TcpStatistics tcp = {};   ///< of the agent's end, which sent the feature
  SystemState device = {};  ///< of the agent's machine; cpu 0..1, -100..250 degrees, 0..1e6 MHz, or NaN = unknown

  void encode(ByteWriter& writer) const;
  static ResultAck decode(ByteReader& reader);
};

}  // namespace cleave::net
