// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/plain/accuracy_table.h"
#include "core/plain/network_description.h"
#include "core/plain/request_record.h"
#include "rl/observation.h"

namespace cleave {

/// Predicts a request's latency from measured layer times: the sum of the terms that a record has. Learns from every
/// record it is given; a layer shared by several paths is one entry.
class LatencyModel {
 public:
  /// @param decisions the model's measurements, whose mean payloads are then predicted; may be empty
  explicit LatencyModel(const NetworkDescription& network, const std::vector<DecisionMeasurement>& decisions = {});

  /// Takes in the layer, quantize, dequantize and prepare times of one record.
  void learn(const RequestRecord& record);
  /// False until every layer has been timed on both sides.
  [[nodiscard]] bool complete() const;

  /// Bytes that cross the link: the measured mean, else those of the packed feature (frame at partition 0, scores
  /// when device-only).
  [[nodiscard]] double payloadBytes(const Decision& decision) const;
  /// Milliseconds without the link.
  [[nodiscard]] double computeMs(const Decision& decision) const;
  /// Milliseconds in all, at the observation's mean bandwidth. An unknown bandwidth (0) counts as 1 Mbit/s.
  [[nodiscard]] double predictMs(const Decision& decision, const Observation& observation) const;

 private:
  struct Side {
    std::vector<double> trunk;                  ///< ms per trunk layer; negative = not measured
    std::vector<std::vector<double>> branches;  ///< ms per branch layer by exit - 1
    double prepareMs = 0;
    double perElementMs = 0;  ///< quantize (device) or dequantize (edge)
  };
  /// Side or const Side: one lookup for both.
  template <class AnySide>
  auto& layerTime(AnySide& side, int exit, int layer) const;

  DecisionSpace space_;
  std::vector<double> payloads_;               ///< measured, by decision; empty where nobody measured
  std::vector<int> attachments_;               ///< trunk layers by exit - 1
  std::vector<std::vector<double>> elements_;  ///< feature elements at each partition, by exit - 1
  Side device_;
  Side edge_;
};

}  // namespace cleave
