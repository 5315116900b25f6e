// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/decision.h"
#include "net/tcp/agent_link.h"

namespace cleave {

/// A reply must hold one time for each layer that the decision runs on the device, scores only if that is all of them,
/// and times that can have been measured. @throws Error with one sentence
void requireFits(const net::RequestReply& reply, const Decision& decision, int pathLength);

}  // namespace cleave
