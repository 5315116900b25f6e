// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_files_panel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/format.h"
#include "ui/train/training_text.h"

namespace cleave::ui {

TrainingFilesPanel::TrainingFilesPanel(QWidget* parent)
    : Panel(tr("Results and checkpoints"), parent), list_(new QTreeWidget), use_(new QPushButton) {
  use_->setObjectName(QStringLiteral("usePolicy"));
  list_->setColumnCount(3);
  list_->setHeaderLabels({tr("file"), tr("written"), tr("size")});
  list_->setRootIsDecorated(false);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setUniformRowHeights(true);
  list_->setTextElideMode(Qt::ElideMiddle);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setMinimumHeight(60);
  list_->setAccessibleName(tr("Results and checkpoints"));
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(6);
  box->addWidget(list_, 1);
  box->addWidget(use_);
  setBody(body);
  connect(use_, &QPushButton::clicked, this, &TrainingFilesPanel::use);
  connect(list_, &QTreeWidget::itemSelectionChanged, this, &TrainingFilesPanel::refresh);
  connect(list_, &QTreeWidget::itemDoubleClicked, this, [this] {
    if (use_->isEnabled()) use();
  });
  setTraining(nullptr);
}

void TrainingFilesPanel::setTraining(const TrainingInfo* info) {
  const auto sameFiles = [&] {
    return info != nullptr && info->id == info_.id &&
           std::ranges::equal(info->files, info_.files, [](const TrainingFile& a, const TrainingFile& b) {
             return a.path == b.path && a.written == b.written && a.bytes == b.bytes;
           });
  };
  if (sameFiles()) {
    info_ = *info;
    return refresh();
  }
  const QString before = chosen() != nullptr ? chosen()->path : QString();
  info_ = info != nullptr ? *info : TrainingInfo();
  list_->clear();
  for (const TrainingFile& file : info_.files) {
    const bool today = file.written.date() == QDate::currentDate();
    auto* item = new QTreeWidgetItem(
        {fileText(info_, file),
         file.written.toString(today ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm")),
         formatBytes(static_cast<double>(file.bytes))});
    item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, file.path);
    list_->addTopLevelItem(item);
    if (file.path == before) item->setSelected(true);
  }
  if (info == nullptr) {
    setEmptyText(tr("Results of the selected training."), tr("Choose a training."));
  } else if (info_.kind == TrainingKind::Policy) {
    setEmptyText(tr("No files yet."), tr("The first checkpoint is written after 5 seconds of training."));
  } else {
    setEmptyText(tr("No files yet."), tr("The first checkpoint is written after 2 minutes, or when you press Stop."));
  }
  setEmpty(info_.files.empty());
  refresh();
}

const TrainingFile* TrainingFilesPanel::chosen() const {
  const auto items = list_->selectedItems();
  if (items.isEmpty()) return nullptr;
  const auto row = static_cast<std::size_t>(list_->indexOfTopLevelItem(items.first()));
  return row < info_.files.size() ? &info_.files[row] : nullptr;
}

void TrainingFilesPanel::refresh() {
  const bool network = info_.kind == TrainingKind::Network;
  const TrainingFile* file = chosen();
  const auto isResult = [](const TrainingFile& one) { return one.kind == TrainingFile::Kind::Result; };
  const bool finished = std::ranges::any_of(info_.files, isResult);
  use_->setText(network                                                           ? tr("Open this model")
                : file != nullptr && file->kind != TrainingFile::Kind::Checkpoint ? tr("Use this policy")
                : finished                                                        ? tr("Use this policy")
                                                                                  : tr("Use latest checkpoint"));
  use_->setToolTip(network ? tr("Open this network in the workbench; restarts the run")
                           : tr("Apply it to the current run from the next request on"));
  use_->setEnabled(network ? finished : hasPolicy(info_));
}

void TrainingFilesPanel::use() {
  const TrainingFile* file = chosen();
  if (info_.kind == TrainingKind::Network) {
    const auto result = std::ranges::find(info_.files, TrainingFile::Kind::Result, &TrainingFile::kind);
    if (result != info_.files.end()) Q_EMIT openModelRequested(result->path);
  } else if (file != nullptr && file->kind != TrainingFile::Kind::Checkpoint) {
    Q_EMIT usePolicyRequested(file->path);
  } else {
    Q_EMIT useRequested(info_.id);
  }
}

}  // namespace cleave::ui
