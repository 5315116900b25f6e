// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/link_trace.h"

#include "net/wire/limits.h"

namespace cleave::net {

std::string objectionTo(const LinkTrace& trace) {
  if (trace.steps.empty()) return "it has no steps";
  if (trace.steps.size() > kMaxLinkSteps) return "it has more than " + std::to_string(kMaxLinkSteps) + " steps";
  if (trace.steps.front().startUs != 0) return "its first step does not start at 0";
  if (trace.durationUs > kMaxLinkTraceUs) {
    return "it is longer than " + std::to_string(kMaxLinkTraceUs / 86'400'000'000) + " days";
  }
  if (trace.durationUs <= trace.steps.back().startUs) return "it ends before its last step";
  if (trace.beginUs >= trace.durationUs) return "it begins after its end";
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const LinkStep& step = trace.steps[i];
    const std::string which = "step " + std::to_string(i + 1);
    if (i > 0 && step.startUs <= trace.steps[i - 1].startUs) return which + " does not start after the previous step";
    if (step.bitsPerSecond > kMaxLinkBitsPerSecond) return which + " is faster than 1 Tbit/s";
    if (step.rttUs > kMaxLinkRttUs) {
      return which + " has a round-trip time above " + std::to_string(kMaxLinkRttUs / 1'000'000) + " s";
    }
  }
  return {};
}

}  // namespace cleave::net
