// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/decision_map_panel.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/policy/decision_map_legend.h"
#include "ui/policy/decision_map_view.h"
#include "ui/policy/policy_figures.h"
#include "ui/policy/segment_bar.h"
#include "ui/policy/side_by_side.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kFirst = 0;   // the run's policy on the left, none on the right
constexpr int kSecond = 1;  // side
constexpr int kLeastForNote = 370;
const auto kStart = QStringLiteral("greedy");

}  // namespace

DecisionMapPanel::DecisionMapPanel(QWidget* parent)
    : Panel(tr("Decision map"), parent),
      views_{new DecisionMapView, new DecisionMapView},
      boxes_{new QComboBox, new QComboBox},
      parts_(new SegmentBar(tr("Quantity shown by colour"))),
      legend_(new DecisionMapLegend) {
  parts_->setObjectName(QStringLiteral("partBar"));
  parts_->setSegments({tr("exit"), tr("partition"), tr("bits")});
  addHeaderWidget(parts_);
  auto* sides = new SideBySide(makeSide(0), makeSide(1));
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(4);
  box->addWidget(sides, 1);
  box->addWidget(legend_);
  setBody(body);
  connect(parts_, &SegmentBar::chosen, this, &DecisionMapPanel::choosePart);
  setPolicies({});
  parts_->setCurrent(1);
  choosePart(1);
  clear();
}

QWidget* DecisionMapPanel::makeSide(int side) {
  auto& view = *views_[static_cast<std::size_t>(side)];
  auto& choice = *boxes_[static_cast<std::size_t>(side)];
  choice.setAccessibleName(side == 0 ? tr("Policy of the left map") : tr("Policy of the right map"));
  choice.setObjectName(side == 0 ? QStringLiteral("leftPolicy") : QStringLiteral("rightPolicy"));
  choice.setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  choice.setMinimumContentsLength(6);
  view.setAccessibleName(side == 0 ? tr("Left decision map") : tr("Right decision map"));
  auto* widget = new QWidget;
  auto* box = new QVBoxLayout(widget);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(3);
  box->addWidget(&choice);
  box->addWidget(&view, 1);
  connect(&choice, &QComboBox::activated, this, [this, side] { chosen(side); });
  connect(&view, &DecisionMapView::asked, this, &DecisionMapPanel::asked);
  return widget;
}

void DecisionMapPanel::choosePart(int part) {
  for (auto* view : views_) view->setPart(static_cast<DecisionPart>(part));
  legend_->setPart(static_cast<DecisionPart>(part));
  showAgreement();
}

void DecisionMapPanel::setPolicies(const QStringList& policies) {
  for (int side = 0; side < kSides; ++side) {
    QComboBox& choice = box(side);
    const bool fresh = choice.count() <= 1;
    const QString before = choice.currentData().toString();
    const QSignalBlocker quiet(choice);
    choice.clear();
    choice.addItem(side == kSecond ? tr("none") : tr("current policy"), QString());
    for (const auto& policy : policies) choice.addItem(shownPolicy(policy), policy);
    const int at = choice.findData(fresh && side == kSecond ? kStart : before);
    choice.setCurrentIndex(at > 0 ? at : kFirst);
    chosen(side);
  }
  setRunPolicy(runPolicy_);
}

void DecisionMapPanel::setRunPolicy(const QString& policy) {
  box(0).setItemText(kFirst, policy.isEmpty() ? tr("current policy") : tr("%1 (run)").arg(shownPolicy(policy)));
  if (policy == runPolicy_) return;
  runPolicy_ = policy;
  if (box(0).currentIndex() == kFirst) chosen(0);
}

QString DecisionMapPanel::policy(int side) const {
  const QString taken = box(side).currentData().toString();
  return taken.isEmpty() && side == 0 ? runPolicy_ : taken;
}

void DecisionMapPanel::chosen(int side) {
  const QString now = policy(side);
  box(side).setToolTip(now);
  view(side).setData(nullptr);
  view(side).setMessage(now.isEmpty() ? tr("Choose a policy to compare.") : QString());
  showAgreement();
  Q_EMIT policyChosen(side, now);
}

void DecisionMapPanel::setExtent(const DecisionExtent& extent) {
  extent_ = extent;
  for (auto* view : views_) view->setExtent(extent);
  legend_->setExtent(extent);
}

void DecisionMapPanel::setMap(int side, std::shared_ptr<const DecisionMapData> map) {
  if (map->policy != policy(side)) return;
  view(side).setMessage({});
  view(side).setData(std::move(map));
  setEmpty(false);
  showAgreement();
}

void DecisionMapPanel::setProgress(int side, double done) {
  // A map that is being renewed stays; only one that is not there yet is worth a word.
  if (!view(side).data()) view(side).setMessage(tr("computing, %1").arg(formatPercent(done, 0)));
}

void DecisionMapPanel::setFailure(int side, const QString& sentence) {
  view(side).setData(nullptr);
  view(side).setMessage(sentence);
  setEmpty(false);
  showAgreement();
}

void DecisionMapPanel::setLive(const std::optional<WhatIfValues>& values) {
  for (auto* view : views_) view->setLive(values);
}

void DecisionMapPanel::setAsked(const std::optional<WhatIfValues>& values) {
  for (auto* view : views_) view->setAsked(values);
}

void DecisionMapPanel::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  showAgreement();
}

void DecisionMapPanel::showAgreement() {
  const auto& left = view(0).data();
  const auto& right = view(1).data();
  if (width() < kLeastForNote || !left || !right || left->cells.size() != right->cells.size() || left->cells.empty())
    return setNote({});
  const auto part = static_cast<DecisionPart>(parts_->current());
  std::size_t same = 0;
  for (std::size_t i = 0; i < left->cells.size(); ++i) {
    if (partOf(left->cells[i].decision, part) == partOf(right->cells[i].decision, part)) ++same;
  }
  setNote(tr("agree in %1").arg(formatPercent(static_cast<double>(same) / static_cast<double>(left->cells.size()), 0)));
}

std::optional<Figure> DecisionMapPanel::figure(double widthMm) const {
  std::vector<std::shared_ptr<const DecisionMapData>> maps;
  for (const auto* view : views_) {
    if (view->data() && !view->data()->cells.empty()) maps.push_back(view->data());
  }
  if (maps.empty()) return std::nullopt;
  return decisionMapFigure(maps, static_cast<DecisionPart>(parts_->current()), extent_, widthMm);
}

void DecisionMapPanel::clear() {
  for (int side = 0; side < kSides; ++side) {
    view(side).setData(nullptr);
    view(side).setLive(std::nullopt);
    view(side).setAsked(std::nullopt);
  }
  setEmptyText(tr("Decisions of two policies over bandwidth and device load, side by side."),
               tr("Open a model (Ctrl+O)."));
  setEmpty(true);
}

}  // namespace cleave::ui
