// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/policy/policy_panels.h"

#include <algorithm>

#include "app/workbench/adapters/ui_data.h"
#include "core/types/error.h"
#include "rl/predict/machines.h"
#include "ui/policy/what_if.h"

namespace cleave::workbench {
namespace {

constexpr const char* kAssumedDevice = "raspberrypi4:1";

ui::DecisionExtent extentOf(const NetworkDescription& network) {
  ui::DecisionExtent extent;
  extent.exits = network.exitCount();
  for (int exit = 1; exit <= extent.exits; ++exit) extent.longest = std::max(extent.longest, network.pathLength(exit));
  return extent;
}

}  // namespace

PolicyPanels::PolicyPanels(ui::PolicyInsightPanel& insight, ui::DecisionMapPanel& maps, QObject* parent)
    : QObject(parent), insight_(insight), maps_(maps) {
  connect(&insight_, &ui::PolicyInsightPanel::asked, this, [this](const ui::WhatIfValues& values) {
    explainer_.ask(values);
    maps_.setAsked(values);
  });
  connect(&insight_, &ui::PolicyInsightPanel::followed, this, [this] {
    explainer_.follow();
    maps_.setAsked(std::nullopt);
  });
  connect(&maps_, &ui::DecisionMapPanel::asked, &insight_, &ui::PolicyInsightPanel::ask);
  connect(&maps_, &ui::DecisionMapPanel::policyChosen, this,
          [this](int side, const QString& policy) { explainer_.setMap(side, policy.toStdString()); });
  connect(&explainer_, &PolicyExplainer::explained, this, &PolicyPanels::takeInsight);
  connect(&explainer_, &PolicyExplainer::failed, &insight_, &ui::PolicyInsightPanel::setFailure);
  connect(&explainer_, &PolicyExplainer::mapped, &maps_, &ui::DecisionMapPanel::setMap);
  connect(&explainer_, &PolicyExplainer::mapProgress, &maps_, &ui::DecisionMapPanel::setProgress);
  connect(&explainer_, &PolicyExplainer::mapFailed, &maps_, &ui::DecisionMapPanel::setFailure);
}

void PolicyPanels::setPolicies(const QStringList& policies) {
  maps_.setPolicies(policies);
}

void PolicyPanels::setModel(std::shared_ptr<const Model> model, const std::string& emulate) {
  model_ = std::move(model);
  insight_.clear();
  maps_.clear();
  explainer_.setTable(nullptr, {}, {});
  if (!model_) return;
  const Manifest& manifest = model_->manifest;
  maps_.setExtent(extentOf(manifest.network));
  MachineNames names;
  names.device = emulate.empty() || emulate == "none" ? kAssumedDevice : emulate;
  try {
    explainer_.setTable(makeTable(manifest, machinesFor(manifest, names)), {}, manifest.name);
  } catch (const Error& error) {  // no such machine: the run will say so too
    insight_.setFailure(QString::fromUtf8(error.what()));
    return;
  }
  assumed_ = tr("assumed %1").arg(QString::fromStdString(names.device));
  insight_.whatIf().setAssumed(assumed_);
  explainer_.observe(idleObservation(targetMs_), -1);
}

void PolicyPanels::setPolicy(const QString& policy) {
  if (policy == policy_) return;
  policy_ = policy;
  explainer_.setPolicy(policy.toStdString());
  maps_.setRunPolicy(policy);
}

void PolicyPanels::setTarget(double targetMs) {
  if (targetMs == targetMs_) return;
  targetMs_ = targetMs;
  if (model_ && !assumed_.isEmpty()) explainer_.observe(idleObservation(targetMs), -1);
}

void PolicyPanels::attach(ExperimentEvents& events) {
  const std::string name = model_ ? model_->manifest.name : std::string();
  events.tabled = [this, name](std::shared_ptr<const DecisionTable> table, const Reward& reward) {
    explainer_.setTable(std::move(table), reward, name);
    QMetaObject::invokeMethod(this, &PolicyPanels::runBegan, Qt::QueuedConnection);
  };
  events.observed = [this](std::uint64_t request, const Observation& observation, int decision) {
    explainer_.observe(observation, decision, request);
  };
}

void PolicyPanels::runBegan() {
  assumed_.clear();
  insight_.clear();
  insight_.whatIf().setAssumed({});
  maps_.setAsked(std::nullopt);
}

void PolicyPanels::takeInsight(std::shared_ptr<const ui::PolicyInsight> insight) {
  if (insight->live) maps_.setLive(insight->values);
  insight_.setInsight(std::move(insight));
}

}  // namespace cleave::workbench
