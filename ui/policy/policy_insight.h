// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/types/decision.h"

namespace cleave::ui {

/// What a decision hangs on, as a person would set it.
struct WhatIfValues {
  double bandwidthMbps = 0;  ///< estimated; 0 = unknown
  double rttMs = 0;
  double deviceLoad = 0;  ///< share of the device that other work takes, 0..0.95: its layers take 1 / (1 - load) times
  double edgeLoad = 0;
  double targetMs = 100;  ///< 0 = none

  friend bool operator==(const WhatIfValues&, const WhatIfValues&) = default;
};

/// What the policy's own network says of each decision.
enum class ScoreMeaning {
  None,   ///< a rule: no network, no critics
  Logit,  ///< the actor's output before the softmax: the file keeps no critics
  Value,  ///< expected reward
};

struct DecisionInsight {
  Decision decision;
  bool allowed = false;  ///< the policy may take it now
  bool scored = false;   ///< its network says something of it: `score`
  double probability = 0;
  double score = 0;        ///< by ScoreMeaning
  double predictedMs = 0;  ///< from what the policy believes of link and loads
  double accuracy = 0;     ///< measured, 0..1; 0 where nobody measured
  double reward = 0;       ///< of accuracy and predicted latency
};

/// One observation, and all that the policy thinks of it.
struct PolicyInsight {
  QString policy;
  bool live = true;  ///< of the run's latest request, or of `picked`; else an answer to a what-if
  std::optional<std::uint64_t> picked = {};  ///< the request that the user looks at
  WhatIfValues values;
  std::vector<DecisionInsight> decisions;  ///< all of the model's, by exit, partition, bits
  int chosen = -1;                         ///< index in `decisions`; -1 where chance decides
  double entropy = 0;                      ///< nats
  int allowedCount = 0;                    ///< |A|
  ScoreMeaning scores = ScoreMeaning::None;

  [[nodiscard]] const DecisionInsight* chosenOne() const {
    return chosen >= 0 && static_cast<std::size_t>(chosen) < decisions.size()
               ? &decisions[static_cast<std::size_t>(chosen)]
               : nullptr;
  }
};

/// What one policy does over bandwidth and device load, all else as in `values`.
struct DecisionMapData {
  struct Cell {
    Decision decision;
    double predictedMs = 0;
    double accuracy = 0;
  };
  QString policy;
  WhatIfValues values;
  std::vector<double> bandwidthMbps;  ///< of each column, rising
  std::vector<double> deviceLoad;     ///< of each row, rising
  std::vector<Cell> cells;            ///< row by row, the least load first

  [[nodiscard]] const Cell& at(std::size_t column, std::size_t row) const {
    return cells[row * bandwidthMbps.size() + column];
  }
};

}  // namespace cleave::ui
