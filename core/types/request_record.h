// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/types/decision.h"
#include "core/types/system_state.h"

namespace cleave {

/// How a request ended. Every request ends in exactly one of these.
enum class Outcome {
  Completed,  ///< the decision was carried out
  Fallback,   ///< the transfer took too long and was given up: finished on the device; `error` says so
  Failed,     ///< no result; `error` says why
};

std::string_view toText(Outcome outcome);
/// @throws Error when the text names none
Outcome outcomeFromText(std::string_view text);

/// One request, as recorded. Times are milliseconds, each measured on the steady clock of the side that did the work.
struct RequestRecord {
  std::uint64_t id = 0;  ///< 0, 1, ... within the run
  double startS = 0;     ///< seconds since the run's start (edge clock)
  int frame = 0;         ///< index of the frame in the run's sample set
  Decision decision;
  double targetMs = 0;  ///< latency target in force
  /// One per layer of the path: the first `partition` on the device, the rest on the edge. Of a Fallback the first
  /// only.
  std::vector<float> layerMs;

  // What was not measured is kUnknown (NaN), never 0: test with std::isnan, and leave it out of charts and sums.
  // partsOf (request_parts.h) says which of these times the total consists of.
  double queueMs = kUnknown;       ///< waiting on the device before its first layer
  double prepareMs = kUnknown;     ///< 8-bit frame to network input, on whichever side does it
  double quantizeMs = kUnknown;    ///< device: quantize and pack
  double uplinkMs = kUnknown;      ///< the feature's or frame's way to the edge, half a round trip included; of a
                                   ///< Fallback until the transfer was given up; unknown on the device alone
  double stallMs = kUnknown;       ///< the agent stood still meanwhile: the device's time, not the link's
  double edgeQueueMs = kUnknown;   ///< waiting on the edge before it is unpacked
  double dequantizeMs = kUnknown;  ///< edge: unpack and dequantize
  double returnMs = kUnknown;      ///< the result's way back to the device; unknown on the device alone
  double fallbackMs = kUnknown;    ///< of a Fallback: what the device took to finish alone, after the transfer ended
  double totalMs = kUnknown;       ///< arrival at the device to result at the device

  std::uint64_t payloadBytes = 0;        ///< packed feature, frame or result, without framing
  double bandwidthMbps = kUnknown;       ///< measured by this transfer
  double estimateMbps = kUnknown;        ///< what the policy was told before it decided
  double rttMs = kUnknown;               ///< measured by this request's result acknowledgement
  double tcpRttMs = kUnknown;            ///< what the device's TCP says of the real network when the request ends
  std::uint64_t tcpRetransmissions = 0;  ///< segments that it sent again during this request

  double linkMbps = kUnknown;  ///< the link's true rate when the transfer began (without one: when the device was
                               ///< done); known of a scenario's link and of a set rate limit
  double reward = kUnknown;    ///< by the run's reward, of this one answer: its accuracy is 0 or 1
  // Of the machines themselves, whatever they emulate; the latest reading when the request ended.
  double deviceCpu = kUnknown;  ///< 0..1 of all cores' time, by anyone
  double edgeCpu = kUnknown;
  double deviceTemperatureC = kUnknown;
  double edgeTemperatureC = kUnknown;
  double deviceMhz = kUnknown;
  double edgeMhz = kUnknown;
  int device = 0;               ///< which of the run's devices served it, from 0
  std::uint64_t linkEpoch = 0;  ///< which connection to it: counts from 1, 0 = not known
  int policy = -1;  ///< that decided: an index into the run's list of policies (policiesOf, app/experiment); -1 unknown

  int prediction = -1;
  int label = -1;
  float confidence = 0;              ///< softmax probability of the prediction
  std::vector<float> probabilities;  ///< softmax over classes; may be empty (not journaled)
  Outcome outcome = Outcome::Completed;
  std::string error;  ///< one sentence when not Completed

  [[nodiscard]] double deviceLayersMs() const;
  [[nodiscard]] double edgeLayersMs() const;
  // What each side has in the total: the sums of partsOf (request_parts.h).
  [[nodiscard]] double deviceMs() const;
  [[nodiscard]] double linkMs() const;
  [[nodiscard]] double edgeMs() const;
  [[nodiscard]] bool correct() const { return outcome != Outcome::Failed && prediction == label; }
  [[nodiscard]] bool violatesTarget() const {
    return targetMs > 0 && (outcome == Outcome::Failed || totalMs > targetMs);
  }
};

/// Brings all times, rates and the reward to six decimals: a nanosecond of a millisecond, which is the clock's own
/// resolution. Written as text, the record is then half as long and loses nothing. A known total becomes the sum of its
/// parts.
void roundToClock(RequestRecord& record);

}  // namespace cleave
