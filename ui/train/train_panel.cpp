// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/train_panel.h"

#include <QHBoxLayout>
#include <QSplitter>

#include "ui/train/training_charts.h"
#include "ui/train/training_files_panel.h"
#include "ui/train/training_form.h"
#include "ui/train/training_list.h"

namespace cleave::ui {
namespace {

QSplitter* splitter(Qt::Orientation orientation, QWidget* first, QWidget* second, int firstShare, int secondShare) {
  auto* both = new QSplitter(orientation);
  both->addWidget(first);
  both->addWidget(second);
  both->setStretchFactor(0, firstShare);
  both->setStretchFactor(1, secondShare);
  both->setHandleWidth(8);
  both->setChildrenCollapsible(false);
  return both;
}

}  // namespace

TrainPanel::TrainPanel(QWidget* parent)
    : QWidget(parent),
      form_(new TrainingForm),
      list_(new TrainingList),
      charts_(new TrainingCharts),
      files_(new TrainingFilesPanel) {
  form_->setMinimumWidth(230);
  auto* bottom = splitter(Qt::Horizontal, list_, files_, 5, 3);
  auto* right = splitter(Qt::Vertical, charts_, bottom, 3, 2);
  auto* all = splitter(Qt::Horizontal, form_, right, 0, 1);
  all->setSizes({290, 1000});
  bottom->setSizes({500, 300});
  right->setSizes({480, 270});
  auto* box = new QHBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->addWidget(all);
  connect(form_, &TrainingForm::trainRequested, this, [this](const TrainingRequest& request) {
    list_->selectNext();
    Q_EMIT trainRequested(request);
  });
  connect(list_, &TrainingList::pauseRequested, this, &TrainPanel::pauseRequested);
  connect(list_, &TrainingList::resumeRequested, this, &TrainPanel::resumeRequested);
  connect(list_, &TrainingList::stopRequested, this, &TrainPanel::stopRequested);
  connect(list_, &TrainingList::removeRequested, this, &TrainPanel::removeRequested);
  connect(list_, &TrainingList::useRequested, this, &TrainPanel::useRequested);
  connect(list_, &TrainingList::currentChanged, this, &TrainPanel::showCurrent);
  connect(files_, &TrainingFilesPanel::useRequested, this, &TrainPanel::useRequested);
  connect(files_, &TrainingFilesPanel::usePolicyRequested, this, &TrainPanel::usePolicyRequested);
  connect(files_, &TrainingFilesPanel::openModelRequested, this, &TrainPanel::openModelRequested);
}

void TrainPanel::setChoices(const TrainingChoices& choices) {
  form_->setChoices(choices);
}

void TrainPanel::setScenarios(const QStringList& scenarios) {
  form_->setScenarios(scenarios);
}

void TrainPanel::setScenario(const QString& scenario) {
  form_->setScenario(scenario);
}

void TrainPanel::setTrainings(std::vector<TrainingInfo> trainings) {
  list_->setTrainings(std::move(trainings));
  showCurrent();
}

void TrainPanel::setCurves(const QString& id, const TrainingCurves& curves) {
  const TrainingInfo* info = list_->current();
  if (info != nullptr && info->id == id) charts_->setCurves(info->what.section(QStringLiteral(" · "), 0, 1), curves);
}

void TrainPanel::setError(const QString& sentence) {
  list_->setError(sentence);
}

QString TrainPanel::current() const {
  const TrainingInfo* info = list_->current();
  return info != nullptr ? info->id : QString();
}

void TrainPanel::showCurrent() {
  files_->setTraining(list_->current());
  if (shown_ == current()) return;
  shown_ = current();
  charts_->clearCurves();
  Q_EMIT currentChanged(shown_);
}

}  // namespace cleave::ui
