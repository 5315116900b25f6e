// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_controller.h"

#include <QStandardPaths>
#include <algorithm>
#include <chrono>

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
    order([this, chosen = id.toStdString()](TrainingQueue&) {
      const std::scoped_lock lock(mutex_);
      current_ = chosen;
    });
  });
  worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

TrainingController::~TrainingController() {
  worker_.request_stop();
  worker_.join();
}

void TrainingController::setScenarios(const QStringList& scenarios) {
  panel_.setScenarios(scenarios);
}

void TrainingController::order(Order order) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.push_back(std::move(order));
  }
  wake_.notify_one();
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

void TrainingController::work(const std::stop_token& stop) {
  std::optional<TrainingQueue> queue;
  while (!stop.stop_requested()) {
    std::vector<Order> orders;
    {
      const std::scoped_lock lock(mutex_);
      orders = std::exchange(orders_, {});
    }
    try {
      if (!queue) queue.emplace(QueueOptions{options_.folder, options_.program, options_.atOnce});
      look(*queue, std::move(orders));
    } catch (const std::exception& error) {
      const std::scoped_lock lock(mutex_);
      mail_.trouble = QString::fromUtf8(error.what());
    }
    bool tell = false;
    std::unique_lock lock(mutex_);
    tell = !std::exchange(mail_.posted, true);
    lock.unlock();
    if (tell) QMetaObject::invokeMethod(this, &TrainingController::drain, Qt::QueuedConnection);
    lock.lock();
    wake_.wait_for(lock, stop, kLook, [this] { return !orders_.empty(); });
  }
}

void TrainingController::look(TrainingQueue& queue, std::vector<Order> orders) {
  QString trouble;
  for (const auto& order : orders) {
    try {
      order(queue);
    } catch (const std::exception& error) {
      trouble = QString::fromUtf8(error.what());
    }
  }
  auto trainings = queue.look();
  auto usable = queue.takeUsable();
  std::string current;
  {
    const std::scoped_lock lock(mutex_);
    current = current_;
  }
  auto curves = queue.curves(current);
  const bool news = current != shown_ || curves.lines != lines_;
  shown_ = current;
  lines_ = curves.lines;
  const std::scoped_lock lock(mutex_);
  mail_.trainings = std::move(trainings);
  if (news) {
    mail_.id = QString::fromStdString(current);
    mail_.curves = std::move(curves);
    mail_.newCurves = true;
  }
  for (auto& one : usable) mail_.usable.push_back(std::move(one));
  if (!trouble.isEmpty()) mail_.trouble = trouble;
}

void TrainingController::drain() {
  Mail mail;
  {
    const std::scoped_lock lock(mutex_);
    mail = std::exchange(mail_, {});
  }
  QString title = title_;
  if (mail.trainings) {
    tellEnds(*mail.trainings);
    tellPolicies(*mail.trainings);
    title = ui::titleProgress(*mail.trainings);
    panel_.setTrainings(std::move(*mail.trainings));
  }
  if (mail.newCurves) panel_.setCurves(mail.id, mail.curves);
  for (const auto& one : mail.usable) {
    if (one.trouble.empty()) {
      Q_EMIT usePolicyRequested(QString::fromStdString(one.policy.string()));
    } else {
      mail.trouble = QString::fromStdString(one.trouble);
    }
  }
  if (!mail.trouble.isEmpty()) panel_.setTrouble(mail.trouble);
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
