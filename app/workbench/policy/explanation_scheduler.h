// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "rl/predict/decision_table.h"
#include "rl/predict/reward.h"
#include "ui/charts/ring_buffer.h"
#include "ui/policy/policy_insight.h"

namespace cleave::workbench {

/// What explanations are asked for; of each kind only the latest counts. Not safe between threads: its owner locks.
class ExplanationScheduler {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int kSides = 2;
  /// Live answers come at most this often: people cannot read faster, and the run needs the processor.
  static constexpr std::chrono::milliseconds kLiveGap{100};
  /// A map follows a run that drifts at most this often; what the user changes it follows at once.
  static constexpr std::chrono::seconds kMapGap{2};

  /// All that an explainer is made from.
  struct Setting {
    std::shared_ptr<const DecisionTable> table;
    Reward reward;
    std::string model;
    std::uint64_t number = 0;  ///< changes with each: what was made under another one is stale
  };
  struct Task {
    enum class Kind { Asked, Live, Map } kind = Kind::Live;
    Setting setting;
    std::string policy;
    Observation observation;
    int decision = -1;                         ///< Live: what the run took; -1 = nobody took one
    std::optional<std::uint64_t> picked = {};  ///< Live: the request, where it is not the latest
    int side = 0;                              ///< Map
    std::uint64_t ticket = 0;                  ///< Map: a new one means to begin anew
  };

  void setTable(std::shared_ptr<const DecisionTable> table, const Reward& reward, const std::string& model);
  void setPolicy(const std::string& policy);
  void setMap(int side, const std::string& policy);
  /// @param request its number; none: there is no run
  void observe(const Observation& observation, int decision, std::optional<std::uint64_t> request = {});
  /// This request in place of the latest, while it is remembered; nullopt: the latest again.
  void pick(std::optional<std::uint64_t> request);
  static constexpr std::size_t kRemembered = 10'000;
  void ask(const ui::WhatIfValues& values);
  void follow();

  /// The most urgent thing to do at `now`, nullopt where there is none yet. What was asked goes before what is live,
  /// and that before maps; a map stays until mapDone().
  std::optional<Task> take(Clock::time_point now);
  /// When take() will have something at the latest, if nothing new comes; nullopt: never.
  [[nodiscard]] std::optional<Clock::time_point> due() const;
  void mapDone(int side, std::uint64_t ticket, Clock::time_point now);
  [[nodiscard]] std::uint64_t number() const { return setting_.number; }

 private:
  struct Map {
    std::string policy;
    Observation base;
    std::uint64_t ticket = 0;
    bool open = false;
    bool known = false;  ///< `base` is of something
    Clock::time_point doneAt{};
  };
  [[nodiscard]] bool ready() const { return setting_.table && seen_; }
  void renew();
  /// Opens those that have to be drawn anew.
  void reviewMaps(Clock::time_point now);

  Setting setting_;
  std::string policy_;
  Observation live_;
  int liveDecision_ = -1;
  bool seen_ = false;  ///< `live_` is of something
  bool liveWaits_ = false;
  struct Past {
    std::uint64_t request = 0;
    Observation observation;
    int decision = -1;
  };
  ui::RingBuffer<Past> past_{kRemembered};
  std::optional<Past> picked_;
  Clock::time_point lastLive_{};
  std::optional<Observation> asked_;
  Observation askedBase_;  ///< the run as it was when the user left it
  bool askedWaits_ = false;
  std::array<Map, kSides> maps_;
  int nextSide_ = 0;
};

}  // namespace cleave::workbench
