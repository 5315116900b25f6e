// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/plain/decision.h"
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
  std::uint32_t frame = 0;  ///< an index that was pushed
  Decision decision;        ///< one byte each on the wire

  void encode(ByteWriter& writer) const;
  static Request decode(ByteReader& reader);
};

/// The answer: what crosses the link, and where the device's time went (ms, the agent's steady clock).
struct Feature {
  static constexpr MessageType kType = MessageType::Feature;
  std::uint64_t id = 0;
  std::vector<float> layerMs;  ///< one per layer run on the device, at most kMaxLayers
  double queueMs = 0;          ///< waiting for the compute thread
  double prepareMs = 0;
  double quantizeMs = 0;
  double busyMs = 0;  ///< from the request completely parsed to this reply handed to the socket
  PayloadKind kind = PayloadKind::Codes;
  std::span<const std::byte> bytes;  ///< at most kMaxFeatureBytes

  void encode(ByteWriter& writer) const;
  static Feature decode(ByteReader& reader);
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
  TcpStatistics tcp = {};  ///< of the agent's end, which sent the feature

  void encode(ByteWriter& writer) const;
  static ResultAck decode(ByteReader& reader);
};

}  // namespace cleave::net
