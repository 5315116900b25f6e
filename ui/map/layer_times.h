// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/types/network_description.h"
#include "core/types/request_record.h"
#include "ui/charts/ring_buffer.h"
#include "ui/map/map_target.h"

namespace cleave::ui {

/// How many of a layer's latest times are kept for each side.
inline constexpr std::size_t kLayerTimes = 500;
inline constexpr int kTimeBins = 24;

/// A layer's times on one side, in milliseconds.
struct TimeSummary {
  std::size_t count = 0;
  double latest = 0;
  double median = 0;
  double p95 = 0;
  double low = 0;
  double high = 0;        ///< what the bins span: the middle 98 %; what lies outside is in the outer ones
  std::vector<int> bins;  ///< kTimeBins counts; empty without times
};

/// The latest times of every layer, on the device and on the edge apart, in memory that is taken once.
class LayerTimes {
 public:
  void reset(const NetworkDescription& network);
  void clear();
  /// Ignores what does not fit the network.
  void add(const RequestRecord& record);

  [[nodiscard]] TimeSummary onDevice(const MapTarget& layer) const { return summary(layer, &Layer::device); }
  [[nodiscard]] TimeSummary onEdge(const MapTarget& layer) const { return summary(layer, &Layer::edge); }

 private:
  struct Layer {
    RingBuffer<float> device{kLayerTimes};
    RingBuffer<float> edge{kLayerTimes};
  };
  [[nodiscard]] const Layer* find(const MapTarget& layer) const;
  [[nodiscard]] TimeSummary summary(const MapTarget& layer, RingBuffer<float> Layer::*side) const;

  std::vector<std::size_t> trunkLayers_;  ///< by exit
  std::vector<Layer> trunk_;
  std::vector<std::vector<Layer>> branches_;
};

}  // namespace cleave::ui
