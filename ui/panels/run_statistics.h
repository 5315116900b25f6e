// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "core/statistics/proportion.h"
#include "core/types/request_record.h"
#include "ui/charts/ring_buffer.h"
#include "ui/panels/rate_meter.h"

namespace cleave::ui {

/// Headers speak of the last requests, not of the whole run: a link that got better must show.
inline constexpr std::size_t kRecentRequests = 1000;

/// How often a decision was taken, and how it went.
struct DecisionShare {
  Decision decision;
  std::uint64_t count = 0;
  double share = 0;  ///< 0..1 of all requests
  double meanMs = 0;
  double accuracy = 0;  ///< of the labelled ones; negative when none was
};

/// Sums over a run, in memory that does not grow with it (one entry a decision).
class RunStatistics {
 public:
  void add(const RequestRecord& record);
  void clear() { *this = RunStatistics(); }

  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::uint64_t failed() const { return failed_; }
  [[nodiscard]] std::uint64_t fallbacks() const { return fallbacks_; }

  /// Of the recent requests with a result, milliseconds; NaN of none.
  [[nodiscard]] double latencyQuantile(double q) const;
  [[nodiscard]] std::uint64_t recentCount() const { return recent_.size(); }
  [[nodiscard]] std::uint64_t recentLabelled() const { return recentAccuracy_.trials(); }
  /// Its interval is by blocks of time, that of recentAccuracy() clustered by image, as those of a run's summary are.
  [[nodiscard]] Proportion recentViolations() const;
  [[nodiscard]] Proportion recentAccuracy() const { return recentAccuracy_.proportion(); }
  /// Requests a second over the last three seconds of the run.
  [[nodiscard]] double rate() const { return rate_.perSecond(); }
  /// Most frequent first.
  [[nodiscard]] std::vector<DecisionShare> shares() const;

 private:
  struct Recent {
    double totalMs = 0;
    int frame = 0;
    bool violated = false, labelled = false, correct = false, measured = false;
  };
  struct Sum {
    std::uint64_t count = 0, measured = 0, labelled = 0, correct = 0;
    double totalMs = 0;
  };

  std::uint64_t requests_ = 0, failed_ = 0, fallbacks_ = 0;
  ClusteredTally recentAccuracy_;
  RingBuffer<Recent> recent_{kRecentRequests};
  RateMeter rate_;
  std::map<std::tuple<int, int, int>, Sum> decisions_;
};

}  // namespace cleave::ui
