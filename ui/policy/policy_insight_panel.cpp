// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/policy_insight_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/policy/entropy_meter.h"
#include "ui/policy/heat_map.h"
#include "ui/policy/insight_body.h"
#include "ui/policy/policy_figures.h"
#include "ui/policy/segment_bar.h"
#include "ui/policy/top_decisions.h"
#include "ui/policy/what_if.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

PolicyInsightPanel::PolicyInsightPanel(QWidget* parent)
    : Panel(tr("Policy"), parent),
      heatMap_(new HeatMap),
      top_(new TopDecisions),
      entropy_(new EntropyMeter),
      whatIf_(new WhatIf),
      bits_(new SegmentBar(tr("Bits shown"))),
      measure_(new QComboBox),
      critics_(new QLabel) {
  auto* body = new InsightBody(makeMapSection(), makeTopSection(), whatIf_);
  setBody(body);
  clear();
  connect(bits_, &SegmentBar::chosen, this,
          [this](int index) { heatMap_->setBits(index == 0 ? 0 : widths_[static_cast<std::size_t>(index - 1)]); });
  connect(measure_, &QComboBox::currentIndexChanged, this,
          [this](int index) { heatMap_->setMeasure(static_cast<InsightMeasure>(index)); });
  connect(top_, &TopDecisions::picked, this, [this, body](int decision) {
    body->open(InsightArrangement::Map);
    heatMap_->point(decision);
    if (heatMap_->bits() == 0) bits_->setCurrent(0);
  });
  connect(whatIf_, &WhatIf::asked, this, [this](const WhatIfValues& values) {
    showNote();
    Q_EMIT asked(values);
  });
  connect(whatIf_, &WhatIf::followed, this, [this] {
    showNote();
    Q_EMIT followed();
  });
}

QWidget* PolicyInsightPanel::makeMapSection() {
  measure_->setObjectName(QStringLiteral("measureBox"));
  measure_->setAccessibleName(tr("Quantity shown by colour"));
  measure_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  measure_->setMinimumContentsLength(8);
  measure_->setToolTip(tr("Quantity shown in the cells. Latency and reward are predicted, accuracy is measured."));
  for (int i = 0; i < kMeasures; ++i) measure_->addItem(QString());
  nameMeasures();
  bits_->setObjectName(QStringLiteral("bitsBar"));
  bits_->setToolTip(tr("Compressing bits: one map per width, or a single one"));
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(measure_, 1);
  row->addWidget(bits_);
  auto* section = new QWidget;
  auto* box = new QVBoxLayout(section);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(6);
  box->addLayout(row);
  box->addWidget(heatMap_, 1);
  return section;
}

QWidget* PolicyInsightPanel::makeTopSection() {
  auto* section = new QWidget;
  auto* box = new QVBoxLayout(section);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(4);
  critics_->setObjectName(QStringLiteral("panelNote"));
  critics_->setMinimumSize(10, 1);
  critics_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  box->addWidget(entropy_);
  box->addWidget(top_);
  box->addWidget(critics_);
  box->addStretch(1);
  return section;
}

void PolicyInsightPanel::nameMeasures() {
  const ScoreMeaning meaning = insight_ ? insight_->scores : ScoreMeaning::None;
  for (int i = 0; i < kMeasures; ++i) measure_->setItemText(i, nameOf(static_cast<InsightMeasure>(i), meaning));
  switch (meaning) {
    case ScoreMeaning::None:
      critics_->setText(tr("Rules have no critics; reward: predicted."));
      break;
    case ScoreMeaning::Logit:
      critics_->setText(tr("No critics in this file; actor: before softmax."));
      break;
    case ScoreMeaning::Value:
      critics_->setText(tr("critic: reward expected by the network."));
      break;
  }
  measure_->setItemData(
      static_cast<int>(InsightMeasure::Score),
      meaning == ScoreMeaning::Logit ? tr("No critics in this file: the actor's output before the softmax") : QString(),
      Qt::ToolTipRole);
}

void PolicyInsightPanel::offerBits() {
  std::vector<int> widths;
  for (const auto& one : insight_->decisions) widths.push_back(one.decision.bits);
  std::ranges::sort(widths);
  widths.erase(std::ranges::unique(widths).begin(), widths.end());
  if (widths == widths_) return;
  widths_ = widths;
  QStringList words{tr("all")};
  for (const int bits : widths_) words << QString::number(bits);
  bits_->setSegments(words);
  heatMap_->setBits(0);
}

void PolicyInsightPanel::setInsight(std::shared_ptr<const PolicyInsight> insight) {
  if (insight->live) whatIf_->setLive(insight->values);
  if (insight->live != whatIf_->following()) return;  // late, or of the run that goes on beside a what-if
  const bool renamed = !insight_ || insight_->scores != insight->scores;
  insight_ = std::move(insight);
  if (renamed) nameMeasures();
  offerBits();
  heatMap_->setInsight(insight_);
  top_->setInsight(insight_);
  entropy_->setEntropy(insight_->entropy, insight_->allowedCount);
  setEmpty(false);
  showNote();
}

void PolicyInsightPanel::showNote() {
  if (!insight_) return;
  const auto* chosen = insight_->chosenOne();
  const QString decision = chosen ? spaced(chosen->decision) : tr("random");
  if (!whatIf_->following()) {
    setNote(tr("what if: %1").arg(decision));
  } else {
    setNote(insight_->picked ? tr("request %1: %2").arg(formatCount(*insight_->picked), decision) : decision);
  }
}

void PolicyInsightPanel::setFailure(const QString& sentence) {
  insight_.reset();
  heatMap_->setInsight(nullptr);
  top_->setInsight(nullptr);
  setEmptyText(tr("This policy cannot be explained."), sentence);
  setEmpty(true);
}

void PolicyInsightPanel::clear() {
  insight_.reset();
  heatMap_->setInsight(nullptr);
  top_->setInsight(nullptr);
  entropy_->setEntropy(0, 0);
  const QSignalBlocker quiet(whatIf_);
  whatIf_->follow();
  setEmptyText(tr("How the policy decides: probabilities, predicted latency, what-if."),
               tr("Open a model (Ctrl+O), then start a run (Space)."));
  setEmpty(true);
}

std::optional<Figure> PolicyInsightPanel::figure(double widthMm) const {
  if (!insight_ || insight_->decisions.empty()) return std::nullopt;
  return insightFigure(*insight_, heatMap_->measure(), heatMap_->bits(), widthMm);
}

void PolicyInsightPanel::ask(double bandwidthMbps, double deviceLoad) {
  WhatIfValues values = whatIf_->values();
  values.bandwidthMbps = bandwidthMbps;
  values.deviceLoad = deviceLoad;
  whatIf_->ask(values);
}

}  // namespace cleave::ui
