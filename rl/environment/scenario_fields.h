// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "rl/environment/scenario.h"

namespace cleave::detail {

/// What a number may be.
struct Limits {
  double least = 0;
  double most = 1e9;
  bool above = false;     ///< `least` itself is too little
  bool required = false;  ///< no default
};
inline constexpr Limits kRate{0, 1e6, false, true};
inline constexpr Limits kPositiveRate{0, 1e6, true, true};
inline constexpr Limits kStay{0.01, 1e6, false, true};
inline constexpr Limits kShare{0, kMostLoad, false, true};

// The keys of every part, each once: what reads, writes, checks and lists them all goes through these.

template <class Use>
void fields(ConstantLink& link, Use&& use) {
  use("mbps", link.mbps, kPositiveRate);
}

template <class Use>
void fields(GilbertElliottLink& link, Use&& use) {
  use("good_mbps", link.goodMbps, kPositiveRate);
  use("bad_mbps", link.badMbps, kRate);
  use("good_mean_s", link.goodMeanS, kStay);
  use("bad_mean_s", link.badMeanS, kStay);
}

template <class Use>
void fields(RayleighLink& link, Use&& use) {
  use("bandwidth_mhz", link.bandwidthMhz, Limits{0, 1e4, true, true});
  use("tx_dbm", link.txDbm, Limits{-60, 100, false, true});
  use("distance_m", link.distanceM, Limits{1, 1e6, false, true});
  use("far_m", link.farM, Limits{0, 1e6});
  use("speed_mps", link.speedMps, Limits{0, 1e3});
  use("path_loss_exponent", link.pathLossExponent, Limits{1, 8});
  use("carrier_ghz", link.carrierGhz, Limits{0.01, 1e3});
  use("noise_figure_db", link.noiseFigureDb, Limits{0, 40});
  use("coherence_ms", link.coherenceMs, Limits{0.1, 1e6});
  use("airtime_share", link.airtimeShare, Limits{0, 1, true});
}

template <class Use>
void fields(ShortPacketLink& link, Use&& use) {
  use("bandwidth_mhz", link.bandwidthMhz, Limits{0, 1e4, true, true});
  use("snr_db", link.snrDb, Limits{-30, 80, false, true});
  use("slot_ms", link.slotMs, Limits{0.01, 100});
  use("error_probability", link.errorProbability, Limits{1e-12, 0.5});
  use("coherence_ms", link.coherenceMs, Limits{0.1, 1e6});
  use("diversity", link.diversity, Limits{0, 64});
}

template <class Use>
void fields(WanderLink& link, Use&& use) {
  use("median_mbps", link.medianMbps, kPositiveRate);
  use("log_sd", link.logSd, Limits{0, 5, false, true});
  use("correlation_s", link.correlationS, kStay);
  use("peak_mbps", link.peakMbps, kPositiveRate);
  use("flicker_sd", link.flickerSd, Limits{0, 5});
  use("outage_share", link.outageShare, Limits{0, 0.99});
  use("outage_mean_s", link.outageMeanS, Limits{0.1, 1e6});
  use("outage_mbps", link.outageMbps, Limits{0, 1e6});
}

template <class Use>
void fields(TraceLink& link, Use&& use) {
  use("file", link.file, Limits{});
}

template <class Use>
void fields(ConstantLoad& load, Use&& use) {
  use("share", load.share, Limits{0, kMostLoad});
}

template <class Use>
void fields(MarkovLoad& load, Use&& use) {
  use("idle_share", load.idleShare, kShare);
  use("busy_share", load.busyShare, kShare);
  use("idle_mean_s", load.idleMeanS, kStay);
  use("busy_mean_s", load.busyMeanS, kStay);
}

template <class Use>
void fields(PulseLoad& load, Use&& use) {
  use("rest_share", load.restShare, Limits{0, kMostLoad});
  use("share", load.share, kShare);
  use("length_s", load.seconds, kStay);
  use("every_s", load.everyS, kStay);
}

template <class Use>
void fields(TraceLoad& load, Use&& use) {
  use("file", load.file, Limits{});
}

template <class Variant>
Variant alternative(std::size_t index) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    Variant made;
    (void)((I == index && (made.template emplace<I>(), true)) || ...);
    return made;
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>{});
}

template <class Visitor, class Variant>
void visitKinds(Visitor& visitor, const std::string& key, std::span<const char* const> kinds, Variant& spec,
                bool required) {
  const std::size_t kind = visitor.choice(key, kinds, spec.index(), required);
  if (kind != spec.index()) spec = alternative<Variant>(kind);
  std::visit(
      [&](auto& one) {
        fields(one, [&](const char* name, auto& value, const Limits& limits) {
          visitor.value(key + '.' + name, value, limits);
        });
      },
      spec);
}

inline constexpr std::array<const char*, 4> kArrivalKinds{"closed", "paced", "periodic", "poisson"};
static_assert(static_cast<std::size_t>(Arrivals::Kind::Poisson) + 1 == kArrivalKinds.size());
inline constexpr std::array<const char*, 2> kRewardKinds{"soft", "deadline"};
static_assert(static_cast<std::size_t>(Reward::Kind::Deadline) + 1 == kRewardKinds.size());

/// Shows every part of a scenario to a visitor, in the order of a scenario file. A visitor has
/// `void text(key, std::string&, required)`, `std::size_t choice(key, kinds, current, required)`,
/// `void value(key, X&, Limits)` for double, int and std::filesystem::path, and `void device(key, std::string&)`.
template <class Visitor>
void visitScenario(Visitor& visitor, Scenario& scenario) {
  visitor.text("name", scenario.name, true);
  visitor.text("description", scenario.description, false);
  visitKinds(visitor, "link", kLinkKinds, scenario.link, true);
  visitor.value("rtt.base_ms", scenario.rtt.baseMs, Limits{0, 60e3});
  visitor.value("rtt.jitter_ms", scenario.rtt.jitterMs, Limits{0, 60e3});
  visitKinds(visitor, "device_load", kLoadKinds, scenario.deviceLoad, false);
  visitKinds(visitor, "edge_load", kLoadKinds, scenario.edgeLoad, false);
  Arrivals& arrivals = scenario.arrivals;
  arrivals.kind = static_cast<Arrivals::Kind>(
      visitor.choice("arrivals", kArrivalKinds, static_cast<std::size_t>(arrivals.kind), false));
  if (arrivals.kind != Arrivals::Kind::Closed) {
    visitor.value("arrivals.per_second", arrivals.perSecond, Limits{0, 1e4, true});
  }
  visitor.value("target_ms", scenario.targetMs, Limits{0, 60e3, true});
  Reward& reward = scenario.reward;
  reward.kind =
      static_cast<Reward::Kind>(visitor.choice("reward", kRewardKinds, static_cast<std::size_t>(reward.kind), false));
  if (reward.kind == Reward::Kind::Soft) {
    visitor.value("reward.weight", reward.weight, Limits{0, 1e3});
    visitor.value("reward.cap", reward.cap, Limits{0, 1e3});
  } else {
    visitor.value("reward.penalty", reward.penalty, Limits{0, 1e3});
  }
  visitor.value("give_up_ms", scenario.giveUpMs, Limits{0, 600e3});
  visitor.device("device", scenario.device);
}

}  // namespace cleave::detail
