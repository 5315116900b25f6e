// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/profile/latency_profile.h"

namespace cleave {

/// Stretches layers to the times of another device: what a layer took less than that is waited, not computed. A layer
/// is never made shorter, so a slower machine's own times stand; it says so once.
///
/// Other work on the device cannot be imitated by other work here, for what is waited is not computed: it would not be
/// felt. So a load L, the share of the device's cores that is busy with something else, stretches each layer, and all
/// else that the device does for a request, to time / (1 - L), what a fair scheduler leaves it.
class LayerPacer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Clock {
    std::function<TimePoint()> now;
    /// Returns at `until` or a little later, or early when stopped.
    std::function<void(TimePoint until, const std::stop_token& stop)> waitUntil;
  };
  /// Sleeps, and spins for the last moment, which the system's timer would miss.
  static Clock steadyClock();

  /// Stretches nothing.
  explicit LayerPacer(Clock clock = steadyClock()) : clock_(std::move(clock)) {}
  /// @throws Error when the profile is not of this network
  LayerPacer(const LatencyProfile& profile, const NetworkDescription& network, Clock clock = steadyClock());

  /// From the next finish() on. @param share 0 <= share < 1; counts only where there is a profile
  void setLoad(double share) { stretch_ = 1 / (1 - share); }

  [[nodiscard]] TimePoint now() const { return clock_.now(); }
  /// Call when a layer has been computed. Returns once it has taken its time.
  /// @param exit 1..E, @param layer of that path, from 0
  /// @param start of the layer; becomes the next one's: the moment when this one was due, however late the system's
  ///        timer woke, so that its lateness does not add up over the layers of a busy machine
  /// @returns milliseconds that the layer took
  /// @throws Cancelled when stopped while waiting
  double finish(int exit, int layer, TimePoint& start, const std::stop_token& stop);
  /// The same for work of a request that is no layer: it takes its own time, and longer under load.
  double finishOther(TimePoint& start, const std::stop_token& stop);

  /// One sentence that names the layers newly found slower on this machine than on the device, each told once; empty
  /// when there are none. A layer is judged by the fastest of its first times, so that a cold or busy start says
  /// nothing, and told when it misses by a tenth of a millisecond or more. Judged
  /// without load: that is what the profile promises.
  std::string takeNotice();

 private:
  struct Layer {
    std::string name;
    double wantedMs = 0;
    double fastestMs = 0;  ///< really taken
    int times = 0;
  };
  void judge(Layer& layer, double tookMs);
  double pass(double wantedMs, TimePoint& start, const std::stop_token& stop);

  std::string device_;
  std::vector<Layer> layers_;
  std::vector<std::vector<std::size_t>> paths_;  ///< indices into layers_ by exit - 1
  std::vector<std::string> slow_;                ///< found, not yet told
  double stretch_ = 1;
  Clock clock_;
};

}  // namespace cleave
