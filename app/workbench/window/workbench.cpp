// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/window/workbench.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include "app/runs/run_file.h"
#include "ui/export/figure_source.h"
#include "ui/export/table_of.h"
#include "ui/train/training_form.h"
#include "ui/train/training_list.h"
#include "ui/train/training_model.h"
#include "ui/window/dock_area.h"
#include "ui/window/line_file.h"

namespace cleave::workbench {
namespace {

using ui::LogModel;

QString folderIn(const QString& data, const char* name) {
  const QString root = data.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : data;
  return QDir(root).filePath(QString::fromLatin1(name));
}

template <class PanelType>
PanelType* added(ui::RunWindow& window, const char* id, PanelType* panel) {
  window.addPanel(QString::fromLatin1(id), panel);
  return panel;
}

/// What saves is the panel's frame; its numbers are the trainings as they are listed.
class TrainingFrame : public ui::Panel, public ui::FigureSource {
 public:
  explicit TrainingFrame(ui::TrainPanel* training) : Panel(Workbench::tr("Training")), training_(training) {
    setBody(training);
    setEmpty(false);
  }
  [[nodiscard]] std::optional<ui::Figure> figure(double) const override {
    const ui::TrainingModel& model = training_->list()->model();
    if (model.rowCount() == 0) return std::nullopt;
    return ui::tableOf(model);
  }

 private:
  ui::TrainPanel* training_;
};

ui::TrainPanel* addTraining(ui::RunWindow& window) {
  auto* training = new ui::TrainPanel;
  auto* frame = new TrainingFrame(training);
  window.addPanel(QStringLiteral("train"), frame);
  return training;
}

TrainingControllerOptions trainingOptions(const QString& data) {
  TrainingControllerOptions options;
  options.folder = folderIn(data, "trainings").toStdString();
  return options;
}

CompareController::Options compareOptions(const QString& data) {
  CompareController::Options options;
  options.folder = folderIn(data, "comparisons");
  return options;
}

/// Both runs and comparisons are JSON lines; a run says in its first that it is one.
bool isComparison(const QString& path) {
  QFile file(path);
  constexpr qint64 kEnough = 64;
  return file.open(QIODevice::ReadOnly) && !file.read(kEnough).contains("\"cleave-run\"");
}

}  // namespace

Workbench::Panels::Panels(ui::RunWindow& window)
    : insight(added(window, "insight", new ui::PolicyInsightPanel)),
      maps(added(window, "decisionMap", new ui::DecisionMapPanel)),
      train(addTraining(window)),
      compare(added(window, "compare", new ui::ComparePanel)),
      device(added(window, "device", new ui::DevicePanel)),
      scenario(added(window, "scenario", new ui::ScenarioPanel)) {}

Workbench::Workbench(ui::RunWindow& window, const WorkbenchOptions& options, QObject* parent)
    : QObject(parent),
      window_(window),
      panels_(window),
      policies_(*panels_.insight, *panels_.maps),
      runs_(window, options.experiment, folderIn(options.dataFolder, "runs")),
      viewer_(window, runs_),
      training_(*panels_.train, trainingOptions(options.dataFolder)),
      compare_(*panels_.compare, compareOptions(options.dataFolder)),
      scenarios_(*panels_.scenario, folderIn(options.dataFolder, "scenarios"), options.experiment.seed),
      device_(*panels_.device, runs_, options.experiment.seed) {
  window_.addUndoStack(panels_.scenario->undoStack(), panels_.scenario);
  connect(&window_, &ui::RunWindow::openRequested, this, &Workbench::open);
  connectPolicies();
  connectTraining();
  connectComparison();
  connectArchive();
  connectDevice(options.recentDevices);
  addKeys();
  offerScenarios();
  scenarios_.open(QStringLiteral("lte-walk"));
  scenarios_.restoreDraft();
  // What was used the last times is a click away again.
  offerPolicies(window_.recentFiles().filter(QRegularExpression(QStringLiteral("\\.cleavepolicy$"))));
}

void Workbench::connectPolicies() {
  policies_.setPolicies(RunController::policyNames());
  const auto follow = [this](const ui::RunSettings& settings) {
    policies_.setPolicy(settings.policy);
    policies_.setTarget(settings.targetMs);
  };
  follow(window_.settings());
  connect(&runs_, &RunController::settingsTaken, this, follow);
  connect(&runs_, &RunController::modelOpened, this, [this](const QString& file) {
    policies_.setModel(runs_.model(), runs_.device().choice.emulate);
    training_.setModel(file.toStdString());
    compare_.setModel(file);
  });
  connect(&window_, &ui::RunWindow::requestPicked, this, [this](std::optional<std::uint64_t> request) {
    policies_.pick(window_.recordedRun() ? std::nullopt : request);  // what a recorded run observed is not kept
  });
  runs_.setWatcher([this](ExperimentEvents& events) { policies_.attach(events); });
}

void Workbench::connectTraining() {
  connect(&training_, &TrainingController::usePolicyRequested, this, &Workbench::takePolicy);
  connect(&training_, &TrainingController::policiesTrained, this, &Workbench::offerPolicies);
  connect(&training_, &TrainingController::openModelRequested, this, &Workbench::open);
  connect(&training_, &TrainingController::titleProgressChanged, this, &Workbench::showWork);
  connect(&training_, &TrainingController::trainingEnded, this, [this](const ui::TrainingInfo& training) {
    if (training.error.isEmpty()) {
      window_.notify(LogModel::Kind::Info, tr("Training %1 finished.").arg(training.name));
    } else {
      window_.notify(LogModel::Kind::Error, tr("Training %1: %2").arg(training.name, training.error));
    }
  });
}

void Workbench::connectComparison() {
  compare_.setAgent([this] { return panels_.device->settings().agent; });
  connect(&compare_, &CompareController::progressed, this, [this](double done, const QString& text) {
    comparing_ = done < 0 ? text : tr("comparing %1 %").arg(qRound(100 * done));
    showWork();
  });
  connect(&compare_, &CompareController::runningChanged, this, [this](bool running) {
    comparing_ = running ? tr("comparing") : QString();
    showWork();
  });
  connect(&compare_, &CompareController::notified, this, [this](const QString& sentence, bool isError) {
    window_.notify(isError ? LogModel::Kind::Error : LogModel::Kind::Info, sentence);
  });
}

void Workbench::connectArchive() {
  const auto show = [this](const QString& text) {
    packing_ = text;
    showWork();
  };
  connect(&runs_.archive(), &RunArchive::packingProgress, this, [show](const QString&, double done) {
    show(done < 1 ? tr("packing run %1 %").arg(qRound(100 * done)) : QString());
  });
  connect(&runs_.archive(), &RunArchive::packed, this, [show] { show({}); });
  connect(&runs_.archive(), &RunArchive::packingFailed, this, [show] { show({}); });
}

void Workbench::connectDevice(const QString& recentDevices) {
  device_.setRecentDevices(ui::readLines(recentDevices));
  connect(&scenarios_, &ScenarioController::scenariosChanged, this, &Workbench::offerScenarios);
  connect(&scenarios_, &ScenarioController::used, &device_, &DeviceController::useScenario);
  connect(&scenarios_, &ScenarioController::warned, this,
          [this](const QString& sentence) { window_.notify(LogModel::Kind::Error, sentence); });
  connect(&scenarios_, &ScenarioController::noticed, this,
          [this](const QString& sentence) { window_.notify(LogModel::Kind::Info, sentence); });
  connect(&device_, &DeviceController::recentDevicesChanged, this, [this, recentDevices](const QStringList& addresses) {
    if (ui::writeLines(recentDevices, addresses)) return;
    window_.notify(LogModel::Kind::Error,
                   tr("Cannot save the list of recent devices: cannot write %1.").arg(recentDevices));
  });
}

void Workbench::addKeys() {
  const auto add = [this](const QString& text, Qt::Key key, auto order) {
    connect(window_.addRunAction(text, Qt::CTRL | Qt::SHIFT | key), &QAction::triggered, this, order);
  };
  add(tr("Start Training"), Qt::Key_T, [this] {
    window_.panels().showPanel(QStringLiteral("train"));
    panels_.train->form()->train();
  });
  add(tr("Start Comparison"), Qt::Key_C, [this] {
    window_.panels().showPanel(QStringLiteral("compare"));
    panels_.compare->run();
  });
}

void Workbench::offerScenarios() {
  const auto scenarios = scenarios_.scenarios();
  device_.setScenarios(scenarios);
  QStringList ids;
  for (const auto& choice : scenarios) ids << choice.id;
  training_.setScenarios(ids);
  compare_.setScenarios(ids);
}

void Workbench::open(const QString& file) {
  const QString ending = QFileInfo(file).suffix();
  if (ending == QLatin1String("cleavepolicy")) {
    takePolicy(file);
  } else if (ending == QLatin1String("scenario")) {
    scenarios_.open(file);
    window_.panels().showPanel(QStringLiteral("scenario"));
    window_.noteOpened(file);
  } else if (ending == QLatin1String("jsonl") && isComparison(file)) {
    compare_.open(file);
    window_.panels().showPanel(QStringLiteral("compare"));
    window_.noteOpened(file);
  } else if (ending == QLatin1String("cleaverun") || ending == QLatin1String("jsonl") ||
             isRecording(file.toStdString())) {
    viewer_.open(file);
  } else {
    openModel(file);
  }
}

void Workbench::openModel(const QString& file, bool thenStart) {
  viewer_.cancel();
  runs_.openModel(file, thenStart);
}

void Workbench::takePolicy(const QString& file) {
  if (!runs_.usePolicy(QStringLiteral("policy:") + file)) return;
  offerPolicies({file});
  panels_.compare->addPolicyFile(file);
  window_.noteOpened(file);
}

void Workbench::offerPolicies(const QStringList& files) {
  bool more = false;
  for (const QString& file : files) {
    const QString policy = QStringLiteral("policy:") + file;
    if (ownPolicies_.contains(policy)) continue;
    ownPolicies_ << policy;
    window_.offerPolicy(policy);
    panels_.compare->offerPolicyFile(file);
    more = true;
  }
  if (more) policies_.setPolicies(RunController::policyNames() + ownPolicies_);
}

void Workbench::showWork() {
  QStringList work;
  if (!training_.titleProgress().isEmpty()) work << tr("training %1").arg(training_.titleProgress());
  for (const QString& each : {comparing_, packing_}) {
    if (!each.isEmpty()) work << each;
  }
  window_.setBackgroundWork(work.join(QStringLiteral(", ")));
}

void Workbench::trainForDemonstration() {
  Q_EMIT panels_.train->trainRequested(panels_.train->form()->request());
}

void Workbench::compareForDemonstration() {
  compare_.run(panels_.compare->request());
}

}  // namespace cleave::workbench
