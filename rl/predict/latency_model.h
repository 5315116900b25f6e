// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/profile/latency_profile.h"
#include "core/types/accuracy_table.h"
#include "core/types/network_description.h"
#include "core/types/request_record.h"

namespace cleave {

/// What every decision costs on either side, from measured layer times. Learns from every record that it is given; a
/// layer shared by several paths is one entry.
class LatencyModel {
 public:
  /// @param decisions the model's measurements, whose mean payloads are then predicted; may be empty
  explicit LatencyModel(const NetworkDescription& network, const std::vector<DecisionMeasurement>& decisions = {});

  /// Takes in the layer, quantize, dequantize and prepare times of one record.
  void learn(const RequestRecord& record);
  /// Takes over the median times of two profiles. @throws Error when one does not cover the network
  void adopt(const LatencyProfile& device, const LatencyProfile& edge);
  /// False until every layer has been timed on both sides.
  [[nodiscard]] bool complete() const;

  /// Bytes that cross the link: the measured mean, else those of the packed feature (frame at partition 0, scores
  /// when device-only).
  [[nodiscard]] double payloadBytes(const Decision& decision) const;
  /// Milliseconds of the device's half: prepare, layers, quantize; what was never timed counts as nothing.
  [[nodiscard]] double deviceMs(const Decision& decision) const;
  /// Milliseconds of the edge's half: prepare, dequantize, layers.
  [[nodiscard]] double edgeMs(const Decision& decision) const;

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

  void adoptSide(const LatencyProfile& profile, Side& side) const;
  [[nodiscard]] double layersMs(const Side& side, int exit, int begin, int end) const;
  [[nodiscard]] double codingMs(const Side& side, const Decision& decision) const;

  NetworkDescription network_;
  DecisionSpace space_;
  std::vector<double> payloads_;               ///< measured, by decision; empty where nobody measured
  std::vector<int> attachments_;               ///< trunk layers by exit - 1
  std::vector<std::vector<double>> elements_;  ///< feature elements at each partition, by exit - 1
  Side device_;
  Side edge_;
};

}  // namespace cleave
