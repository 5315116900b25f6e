// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_controller.h"

#include <QStandardPaths>
#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

#include "app/common/find_model.h"
#include "app/common/find_program.h"
#include "core/model/architectures.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/learn/algorithms.h"
#include "ui/train/training_text.h"

namespace cleave::workbench {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kLook = 250ms;

fs::path ownFolder() {
  return fs::path(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString()) / "trainings";
}

fs::path modelOr(const fs::path& model) {
  if (!model.empty()) return fs::absolute(model);
  try {
    return fs::absolute(findDefaultModel());
  } catch (const Error&) {
    return {};  // cleave-cli says where it looked
  }
}

QStringList texts(const std::vector<std::string>& names) {
  QStringList all;
  for (const auto& name : names) all << QString::fromStdString(name);
  return all;
}

// The default first.
QStringList architectures() {
  QStringList all = texts(architectureNames());
  if (all.removeOne(QStringLiteral("alexnet"))) all.prepend(QStringLiteral("alexnet"));
  return all;
}

}  // namespace

TrainingController::TrainingController(ui::TrainPanel& panel, TrainingControllerOptions options, QObject* parent)
    : QObject(parent), panel_(panel), options_(std::move(options)) {
  if (options_.folder.empty()) options_.folder = ownFolder();
  if (options_.program.empty()) options_.program = findProgram("cleave-cli");
  panel_.setChoices({texts(learn::algorithmNames()),
                     texts(scenarioNames()),
                     {QStringLiteral("fashion-mnist"), QStringLiteral("cifar10"), QStringLiteral("folder")},
                     architectures(),
                     static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))});
  panel_.setScenario(QStringLiteral("demo"));  // what a first run shows
  using Panel = ui::TrainPanel;
  connect(&panel_, &Panel::trainRequested, this, &TrainingController::train);
  connect(&panel_, &Panel::pauseRequested, this, [this](const auto& ids) { orderEach(ids, &TrainingQueue::pause); });
  connect(&panel_, &Panel::resumeRequested, this, [this](const auto& ids) { orderEach(ids, &TrainingQueue::resume); });
  connect(&panel_, &Panel::stopRequested, this, [this](const auto& ids) { orderEach(ids, &TrainingQueue::stop); });
  connect(&panel_, &Panel::removeRequested, this, [this](const auto& ids) { orderEach(ids, &TrainingQueue::remove); });
  connect(&panel_, &Panel::useRequested, this, [this](const auto& id) { orderEach({id}, &TrainingQueue::use); });
  connect(&panel_, &Panel::usePolicyRequested, this, &TrainingController::usePolicyRequested);
  connect(&panel_, &Panel::openModelRequested, this, &TrainingController::openModelRequested);
  connect(&panel_, &Panel::currentChanged, this, [this](const QString& id) {
    order([this, chosen = id.toStdString()](TrainingQueue&) { current_ = chosen; });
  });
  lookAt({});
}

void TrainingController::setScenarios(const QStringList& scenarios) {
  panel_.setScenarios(scenarios);
}

void TrainingController::order(Order order) {
  worker_.add([this, order = std::move(order)](const std::stop_token&) {
    try {
      order(queue());
    } catch (const std::exception& error) {
      error_ = QString::fromUtf8(error.what());
    }
    lookAt(BackgroundWorker::Clock::now());  // after the orders that wait
  });
}

void TrainingController::orderEach(const QStringList& ids, void (TrainingQueue::*what)(const std::string&)) {
  for (const QString& id : ids) {
    order([what, one = id.toStdString()](TrainingQueue& queue) { (queue.*what)(one); });
  }
}

void TrainingController::train(const ui::TrainingRequest& request) {
  for (auto& spec : specsOf(request, modelOr(options_.model).string())) {
    order([spec = std::move(spec)](TrainingQueue& queue) { queue.add(spec); });
  }
}

TrainingQueue& TrainingController::queue() {
  if (!queue_) queue_.emplace(QueueOptions{options_.folder, options_.program, options_.atOnce});
  return *queue_;
}

void TrainingController::lookAt(BackgroundWorker::Clock::time_point when) {
  worker_.add([this](const std::stop_token&) { look(); }, {.slot = 0, .notBefore = when});
}

void TrainingController::look() {
  Updates updates;
  try {
    find(updates);
  } catch (const std::exception& error) {
    updates.error = QString::fromUtf8(error.what());
  }
  {
    // One delivery at most is on the way: while the GUI thread is busy, all trainings must not pile up there.
    const std::scoped_lock lock(mutex_);
    if (pending_) {
      pending_->merge(std::move(updates));
    } else {
      pending_ = std::move(updates);
      worker_.deliver([this] { showPending(); });
    }
  }
  lookAt(BackgroundWorker::Clock::now() + kLook);
}

void TrainingController::Updates::merge(Updates newer) {
  if (newer.trainings) trainings = std::move(newer.trainings);
  if (newer.curves) {
    id = std::move(newer.id);
    curves = std::move(newer.curves);
  }
  std::ranges::move(newer.usable, std::back_inserter(usable));
  if (!newer.error.isEmpty()) error = std::move(newer.error);
}

void TrainingController::find(Updates& updates) {
  updates.error = std::exchange(error_, {});
  updates.trainings = queue().look();
  updates.usable = queue().takeUsable();
  updates.id = QString::fromStdString(current_);
  auto curves = queue().curves(current_);
  if (current_ != shown_ || curves.lines != lines_) {
    shown_ = current_;
    lines_ = curves.lines;
    updates.curves = std::move(curves);
  }
}

void TrainingController::showPending() {
  Updates updates;
  {
    const std::scoped_lock lock(mutex_);
    updates = *std::exchange(pending_, std::nullopt);
  }
  if (updates.trainings) showTrainings(*std::move(updates.trainings));
  if (updates.curves) panel_.setCurves(updates.id, *updates.curves);
  QString error = updates.error;
  for (const auto& one : updates.usable) {
    if (one.error.empty()) {
      Q_EMIT usePolicyRequested(QString::fromStdString(one.policy.string()));
    } else {
      error = QString::fromStdString(one.error);
    }
  }
  if (!error.isEmpty()) panel_.setError(error);  // last: another selection in the list clears it
}

void TrainingController::showTrainings(std::vector<ui::TrainingInfo> trainings) {
  tellEnds(trainings);
  tellPolicies(trainings);
  const QString title = ui::titleProgress(trainings);
  panel_.setTrainings(std::move(trainings));
  if (title == title_) return;
  title_ = title;
  Q_EMIT titleProgressChanged(title_);
}

void TrainingController::tellEnds(const std::vector<ui::TrainingInfo>& trainings) {
  for (const auto& info : trainings) {
    const auto before = states_.find(info.id);
    const bool worked =
        before != states_.end() && (ui::isAlive(before->second) || before->second == ui::TrainingState::Queued);
    states_[info.id] = info.state;
    const bool ended = info.state == ui::TrainingState::Done || info.state == ui::TrainingState::Failed;
    if (worked && ended) Q_EMIT trainingEnded(info);
  }
}

void TrainingController::tellPolicies(const std::vector<ui::TrainingInfo>& trainings) {
  QStringList fresh;
  for (const auto& info : trainings) {
    if (info.kind != ui::TrainingKind::Policy || info.state != ui::TrainingState::Done) continue;
    for (const auto& file : info.files) {
      if (file.kind != ui::TrainingFile::Kind::Result || told_.contains(file.path)) continue;
      told_.insert(file.path);
      fresh << file.path;
    }
  }
  if (!fresh.isEmpty()) Q_EMIT policiesTrained(fresh);
}

}  // namespace cleave::workbench
