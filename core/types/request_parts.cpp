// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/request_parts.h"

#include <cmath>

namespace cleave {
namespace {

template <class Counts>
double sumWhere(const RequestRecord& record, Counts counts) {
  double sum = 0;
  for (const RequestPart& part : partsOf(record)) {
    if (counts(part) && !std::isnan(part.ms)) sum += part.ms;
  }
  return sum;
}

}  // namespace

std::array<RequestPart, 11> partsOf(const RequestRecord& record) {
  // The side that runs the first layer prepares the frame; a transfer that was given up never got that far.
  const bool edgePrepares = record.decision.partition <= 0 && record.outcome != Outcome::Fallback;
  return {{{"queue_ms", "queue", PartSide::Device, record.queueMs},
           {"prepare_ms", "prepare", edgePrepares ? PartSide::Edge : PartSide::Device, record.prepareMs},
           {"device_layers_ms", "device layers", PartSide::Device, record.deviceLayersMs()},
           {"quantize_ms", "quantize", PartSide::Device, record.quantizeMs},
           {"stall_ms", "stall", PartSide::Device, record.stallMs},
           {"uplink_ms", "uplink", PartSide::Link, record.uplinkMs},
           {"edge_queue_ms", "edge queue", PartSide::Edge, record.edgeQueueMs},
           {"dequantize_ms", "dequantize", PartSide::Edge, record.dequantizeMs},
           {"edge_layers_ms", "edge layers", PartSide::Edge, record.edgeLayersMs()},
           {"return_ms", "return", PartSide::Link, record.returnMs},
           {"fallback_ms", "fallback", PartSide::Device, record.fallbackMs}}};
}

double msOn(PartSide side, const RequestRecord& record) {
  return sumWhere(record, [side](const RequestPart& part) { return part.side == side; });
}

double sumOfParts(const RequestRecord& record) {
  return sumWhere(record, [](const RequestPart&) { return true; });
}

}  // namespace cleave
