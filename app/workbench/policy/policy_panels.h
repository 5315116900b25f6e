// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include "app/experiment/experiment.h"
#include "app/workbench/policy/policy_explainer.h"
#include "ui/policy/decision_map_panel.h"
#include "ui/policy/policy_insight_panel.h"

namespace cleave::workbench {

/// Binds the policy panel and the decision map to what explains them, and both to a run.
class PolicyPanels : public QObject {
  Q_OBJECT

 public:
  /// Both panels outlive this.
  PolicyPanels(ui::PolicyInsightPanel& insight, ui::DecisionMapPanel& maps, QObject* parent = nullptr);

  /// What can be chosen for the maps; texts as LiveSettings has them.
  void setPolicies(const QStringList& policies);
  /// Until a run has timed its machines, decisions are explained on assumed ones. nullptr: the model was closed.
  /// @param emulate of the run to come (ExperimentOptions); where it says nothing, a Raspberry Pi 4 is assumed
  void setModel(std::shared_ptr<const Model> model, const std::string& emulate);
  /// As the run's settings change.
  void setPolicy(const QString& policy);
  /// @param targetMs what is explained before a run has begun; a run's observations say theirs
  void setTarget(double targetMs);
  /// The user looks at this request of the run, not at the latest; nullopt: at the latest again. One that is no longer
  /// remembered leaves the latest.
  void pick(std::optional<std::uint64_t> request) { explainer_.pick(request); }
  /// Sets `tabled` and `observed`. This outlives the run.
  void attach(ExperimentEvents& events);

  [[nodiscard]] PolicyExplainer& explainer() { return explainer_; }

 private:
  void takeInsight(std::shared_ptr<const ui::PolicyInsight> insight);
  void runBegan();

  ui::PolicyInsightPanel& insight_;
  ui::DecisionMapPanel& maps_;
  std::shared_ptr<const Model> model_;
  QString policy_;
  QString assumed_;  ///< which machines; empty: the run's own
  double targetMs_ = 100;
  PolicyExplainer explainer_;
};

}  // namespace cleave::workbench
