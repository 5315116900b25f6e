// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <variant>

namespace cleave {

// What a run, simulated or real, gets to know of its link and machines. Times in seconds on the run's clock.

/// A feature that arrived, or what had crossed of one that was given up.
struct TransferSeen {
  std::uint64_t bytes = 0;
  double serializationMs = 0;  ///< from its first byte's arrival to its last's, or to the giving up
  double atS = 0;              ///< of its end
};
struct ProbeSent {
  std::uint64_t bytes = 0;
  double atS = 0;
};
/// The probe under way has arrived.
struct ProbeArrived {
  std::uint64_t bytes = 0;
  double serializationMs = 0;
  double atS = 0;
};
/// The probe under way met a feature, so that its time says nothing of the link.
struct ProbeDisturbed {
  double atS = 0;
};
struct RoundTripSeen {
  double ms = 0;
  double atS = 0;
};
enum class Machine { Device, Edge };
/// What one side computed for a request.
struct WorkSeen {
  Machine machine = Machine::Device;
  double measuredMs = 0;
  double expectedMs = 0;  ///< what its profile says
  double atS = 0;
};
/// What one side measured of itself without a request.
struct LoadReported {
  Machine machine = Machine::Device;
  double slowdown = 1;
  double atS = 0;
};

using StateEvent =
    std::variant<TransferSeen, ProbeSent, ProbeArrived, ProbeDisturbed, RoundTripSeen, WorkSeen, LoadReported>;

}  // namespace cleave
