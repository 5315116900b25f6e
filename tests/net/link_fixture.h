// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

#include "net/tcp/agent_link.h"
#include "tests/net/bytes.h"
#include "tests/net/loopback_backend.h"

namespace cleave::net::test {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

inline const Bytes kManifest = bytesOf("{}");
inline const Bytes kWeights = pattern(700'000);
constexpr int kSide = 224;

inline double msSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The sentence of the E that `call` throws.
template <class E, class Call>
QString sentenceOf(Call call) {
  try {
    call();
    return "(nothing thrown)";
  } catch (const E& error) {
    return error.what();
  }
}

/// A link to `agent` with a model and one 224x224 frame at index 0.
struct ReadyLink {
  explicit ReadyLink(const RunningAgent& agent) {
    link.connect(agent.where(), 5s);
    link.deploy(kManifest, kWeights);
    link.pushImage(0, kSide, kSide, frame);
  }
  Bytes frame = pattern(kSide * kSide * 3, 5);
  AgentLink link;
};

}  // namespace cleave::net::test
