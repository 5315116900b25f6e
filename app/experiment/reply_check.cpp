// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/reply_check.h"

#include <algorithm>

#include "core/types/error.h"
#include "core/types/measured_time.h"

namespace cleave {
namespace {

bool areTimes(const std::vector<float>& layers) {
  return std::ranges::all_of(layers, [](float ms) { return isTime(static_cast<double>(ms)); });
}

bool areTimes(const net::GivenUp& until) {
  return areTimes(until.layerMs) && isTime(until.prepareMs) && isTime(until.quantizeMs) && isTime(until.queueMs) &&
         isTime(until.transferMs);
}

}  // namespace

void requireFits(const net::RequestReply& reply, const Decision& decision, int pathLength) {
  const bool deviceOnly = decision.partition == pathLength;
  if (std::ssize(reply.layerMs) != decision.partition || (reply.kind == net::PayloadKind::Logits) != deviceOnly) {
    throw Error("The agent's reply does not match decision " + toText(decision) +
                ": install the same version of Cleave on both sides.");
  }
  const bool good = areTimes(reply.layerMs) && isTime(reply.queueMs) && isTime(reply.prepareMs) &&
                    isTime(reply.quantizeMs) && isTime(reply.busyMs) && (!reply.gaveUp || areTimes(*reply.gaveUp));
  if (!good) {
    throw Error("The agent's reply to decision " + toText(decision) +
                " has a time that cannot be: restart the agent, or install the same version of Cleave on both sides.");
  }
}

}  // namespace cleave
