// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/network_description.h"
#include "ui/panels/decision_strips.h"
#include "ui/panels/panel.h"

namespace cleave::ui {

/// The strips with the legend of their values.
class DecisionPanel : public Panel {
  Q_OBJECT

 public:
  explicit DecisionPanel(QWidget* parent = nullptr);
  void setNetwork(const NetworkDescription& network);
  void clearRun();
  [[nodiscard]] DecisionStrips& strips() { return *strips_; }

 private:
  class Legend;
  DecisionStrips* strips_;
  Legend* legend_;
};

}  // namespace cleave::ui
