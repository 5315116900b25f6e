// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>

#include "core/types/decision_space.h"
#include "tests/ui/samples.h"
#include "ui/policy/policy_insight.h"

namespace cleave::ui::samples {

/// Of the small network: the decision at `chosen` has probability 0.6, the next four 0.1 each; one bit is not offered;
/// latencies rise by the index, 4 ms each.
inline std::shared_ptr<PolicyInsight> insight(bool live = true, int chosen = 20) {
  auto made = std::make_shared<PolicyInsight>();
  made->policy = QStringLiteral("sac-d");
  made->live = live;
  made->values = {8, 10, 0.3, 0, 100};
  made->scores = ScoreMeaning::Logit;
  made->chosen = chosen;
  const DecisionSpace space(network());
  for (int i = 0; i < space.size(); ++i) {
    DecisionInsight one;
    one.decision = space.at(i);
    one.allowed = one.scored = one.decision.bits > 1;
    one.probability = i == chosen ? 0.6 : i > chosen && i <= chosen + 4 ? 0.1 : 0;
    one.score = one.probability * 10;
    one.predictedMs = 4.0 * i;
    one.accuracy = 0.8 + 0.001 * i;
    one.reward = one.accuracy - (one.predictedMs > 100 ? 0.5 : 0);
    if (one.allowed) ++made->allowedCount;
    made->decisions.push_back(one);
  }
  made->entropy = -(0.6 * std::log(0.6) + 0.4 * std::log(0.1));
  return made;
}

/// 4 x 3: bandwidths 1, 10, 100 and 1000, loads 0, 0.45 and 0.9; exit 1 in the first column, else exit 2.
inline std::shared_ptr<DecisionMapData> decisionMap(const QString& policy, int partition = 3) {
  auto made = std::make_shared<DecisionMapData>();
  made->policy = policy;
  made->values = {8, 10, 0.3, 0, 100};
  made->bandwidthMbps = {1, 10, 100, 1000};
  made->deviceLoad = {0, 0.45, 0.9};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      made->cells.push_back({{column == 0 ? 1 : 2, partition, 8}, 40.0 * (row + 1), 0.9});
    }
  }
  return made;
}

}  // namespace cleave::ui::samples
