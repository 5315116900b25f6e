// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"
#include "ui/policy/policy_insight.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
QT_END_NAMESPACE

namespace cleave::ui {

class EntropyMeter;
class HeatMap;
class InsightBody;
class SegmentBar;
class TopDecisions;
class WhatIf;

/// Why the policy decides as it does: for the run's latest observation, or for one that the user makes up.
class PolicyInsightPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit PolicyInsightPanel(QWidget* parent = nullptr);

  /// A live one is shown while the sliders follow the run, and moves them; an answer while they do not.
  void setInsight(std::shared_ptr<const PolicyInsight> insight);
  /// Nothing to show, and why.
  void setFailure(const QString& sentence);
  /// Another model, or a new run: nothing is known yet, and the sliders follow.
  void clear();
  /// Asks for these two, all else as it is.
  void ask(double bandwidthMbps, double deviceLoad);

  [[nodiscard]] const std::shared_ptr<const PolicyInsight>& insight() const { return insight_; }
  /// The heat maps as they are shown, and every number of every decision.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;
  [[nodiscard]] HeatMap& heatMap() const { return *heatMap_; }
  [[nodiscard]] TopDecisions& topDecisions() const { return *top_; }
  [[nodiscard]] WhatIf& whatIf() const { return *whatIf_; }
  [[nodiscard]] SegmentBar& bitsBar() const { return *bits_; }
  [[nodiscard]] QComboBox& measureBox() const { return *measure_; }

 Q_SIGNALS:
  /// What would the policy do under these? The answer comes by setInsight.
  void asked(const cleave::ui::WhatIfValues& values);
  /// No what-if any more.
  void followed();

 private:
  QWidget* makeMapSection();
  QWidget* makeTopSection();
  void nameMeasures();
  void offerBits();
  void showNote();

  HeatMap* heatMap_;
  TopDecisions* top_;
  EntropyMeter* entropy_;
  WhatIf* whatIf_;
  SegmentBar* bits_;
  QComboBox* measure_;
  QLabel* critics_;  ///< what the last column says, and what it cannot
  std::shared_ptr<const PolicyInsight> insight_;
  std::vector<int> widths_;  ///< that the model has, behind the bar's "all"
};

}  // namespace cleave::ui
