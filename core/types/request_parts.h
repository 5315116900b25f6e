// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/types/request_record.h"

namespace cleave {

enum class PartSide { Device, Link, Edge };

/// One piece of a request's latency.
struct RequestPart {
  const char* key;    ///< as columns are called: "uplink_ms"
  const char* title;  ///< as people read it: "uplink"
  PartSide side;      ///< whose time it is
  double ms;          ///< kUnknown: this request had no such part, or nobody measured it
};

/// The request's critical path from its arrival at the device to the result there, in order: the known parts add up to
/// totalMs. Offloading costs one round trip, half of it on the way up; a result that the device makes alone has no part
/// on the link. What runs beside the path is not among them: the edge's trigger, the acknowledgement that rttMs
/// measures, and what the edge is told of a result that the device has already.
std::array<RequestPart, 11> partsOf(const RequestRecord& record);

/// The sum of the known parts of one side.
double msOn(PartSide side, const RequestRecord& record);
/// The sum of all known parts.
double sumOfParts(const RequestRecord& record);

}  // namespace cleave
