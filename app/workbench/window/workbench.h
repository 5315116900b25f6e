// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "app/workbench/compare/compare_controller.h"
#include "app/workbench/device/device_controller.h"
#include "app/workbench/policy/policy_panels.h"
#include "app/workbench/run/run_controller.h"
#include "app/workbench/run/run_viewer.h"
#include "app/workbench/scenario/scenario_controller.h"
#include "app/workbench/train/training_controller.h"

namespace cleave::workbench {

struct WorkbenchOptions {
  ExperimentOptions experiment;  ///< what runs have that the window does not set
  QString dataFolder;     ///< of the user's runs, trainings, comparisons and scenarios; empty: where such data live
  QString recentDevices;  ///< file of addresses; empty: they are not kept
};

/// The whole workbench: all panels that are not a run's own, what drives each, and what one says to another.
class Workbench : public QObject {
  Q_OBJECT

 public:
  /// Adds its panels; call window.restoreLayout() after it. The window outlives it.
  Workbench(ui::RunWindow& window, const WorkbenchOptions& options, QObject* parent = nullptr);

  /// A model's bundle, a policy, a scenario or a recorded run, told apart by their names' endings.
  void open(const QString& file);
  void openModel(const QString& file, bool thenStart = false);
  /// What the demonstration shows in the Train workspace.
  void trainForDemonstration();
  /// What it shows in the Compare workspace.
  void compareForDemonstration();

  [[nodiscard]] RunController& runs() { return runs_; }
  [[nodiscard]] RunViewer& viewer() { return viewer_; }
  [[nodiscard]] PolicyPanels& policies() { return policies_; }
  [[nodiscard]] TrainingController& training() { return training_; }
  [[nodiscard]] CompareController& compare() { return compare_; }

 private:
  /// The window owns them.
  struct Panels {
    explicit Panels(ui::RunWindow& window);
    ui::PolicyInsightPanel* insight;
    ui::DecisionMapPanel* maps;
    ui::TrainPanel* train;
    ui::ComparePanel* compare;
    ui::DevicePanel* device;
    ui::ScenarioPanel* scenario;
  };

  void connectPolicies();
  void connectTraining();
  void connectComparison();
  void connectDevice(const QString& recentDevices);
  void takePolicy(const QString& file);
  void offerPolicies(const QStringList& files);
  void connectArchive();
  void offerScenarios();
  void addKeys();
  void showWork();

  ui::RunWindow& window_;
  Panels panels_;
  PolicyPanels policies_;  // before the runs, which report to it to their end
  RunController runs_;
  RunViewer viewer_;
  TrainingController training_;
  CompareController compare_;
  ScenarioController scenarios_;
  DeviceController device_;
  // Progress; empty: none is under way.
  QString comparing_;
  QString packing_;
  QStringList ownPolicies_;  ///< files that were used, as LiveSettings has them
};

}  // namespace cleave::workbench
