// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_list.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

#include "ui/export/table_copy.h"
#include "ui/theme/icons.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"
#include "ui/train/training_delegate.h"
#include "ui/train/training_text.h"

namespace cleave::ui {
namespace {

bool canPause(const TrainingInfo& info) {
  return info.state == TrainingState::Running;
}
bool canGoOn(const TrainingInfo& info) {
  return canResume(info.state);
}
bool canEnd(const TrainingInfo& info) {
  return canStop(info.state);
}
bool canGo(const TrainingInfo& info) {
  return !isAlive(info.state);
}

QTableView* makeTable(TrainingModel* model) {
  auto* table = new QTableView;
  table->setModel(model);
  table->setItemDelegate(new TrainingDelegate(table));
  table->setShowGrid(false);
  table->setFrameShape(QFrame::NoFrame);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table->setContextMenuPolicy(Qt::CustomContextMenu);
  table->setTabKeyNavigation(false);
  table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table->setMinimumHeight(70);
  table->setAccessibleName(QObject::tr("Trainings"));
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(26);
  auto* header = table->horizontalHeader();
  header->setFixedHeight(22);
  header->setHighlightSections(false);
  header->setMinimumSectionSize(40);
  header->setSectionResizeMode(QHeaderView::Fixed);
  header->setSectionResizeMode(TrainingModel::Name, QHeaderView::Stretch);
  header->resizeSection(TrainingModel::State, 92);
  header->resizeSection(TrainingModel::Progress, 124);
  header->resizeSection(TrainingModel::Left, 74);
  header->resizeSection(TrainingModel::Latest, 60);
  return table;
}

}  // namespace

TrainingList::TrainingList(QWidget* parent)
    : Panel(tr("Trainings"), parent), model_(new TrainingModel(this)), table_(makeTable(model_)), error_(new QLabel) {
  setEmptyText(tr("Trainings run in the background and continue when this window is closed."),
               tr("Press Train to start one."));
  makeActions();
  offerCopying(*table_);
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(4);
  for (QAction* action : {pause_, resume_, stop_, remove_}) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setProperty("plain", true);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setIconSize({14, 14});
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  error_->setObjectName(QStringLiteral("trainingError"));
  error_->setWordWrap(true);
  error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  error_->hide();
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(4);
  box->addLayout(buttons);
  box->addWidget(error_);
  box->addWidget(table_, 1);
  setBody(body);
  setEmpty(true);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    problem_.clear();
    refresh();
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TrainingList::currentChanged);
  connect(table_, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
    QMenu menu(this);
    menu.addActions({use_, pause_, resume_, stop_, remove_});
    menu.exec(table_->viewport()->mapToGlobal(at));
  });
  refresh();
}

QAction* TrainingList::makeAction(const QString& text, const QString& tip, const QList<QKeySequence>& keys) {
  auto* action = new QAction(text, this);
  action->setShortcuts(keys);
  action->setShortcutContext(Qt::WidgetShortcut);
  action->setToolTip(tr("%1 (%2)").arg(tip, keys.first().toString(QKeySequence::NativeText)));
  table_->addAction(action);
  return action;
}

void TrainingList::makeActions() {
  pause_ = makeAction(tr("Pause"), tr("Suspend this training and release its CPU core"), {Qt::Key_P});
  resume_ = makeAction(tr("Resume"), tr("Continue this training, from its checkpoint if it was stopped"), {Qt::Key_R});
  stop_ = makeAction(tr("Stop"), tr("Write a checkpoint and stop; can be resumed. Press again to stop immediately"),
                     {Qt::Key_S});
  remove_ = makeAction(tr("Remove"), tr("Delete this training and all its files"), {Qt::Key_Delete});
  use_ = makeAction(tr("Use this policy"), tr("Apply this policy to the current run"), {Qt::Key_U, Qt::Key_Return});
  pause_->setObjectName(QStringLiteral("pauseTraining"));
  resume_->setObjectName(QStringLiteral("resumeTraining"));
  stop_->setObjectName(QStringLiteral("stopTraining"));
  remove_->setObjectName(QStringLiteral("removeTraining"));
  use_->setObjectName(QStringLiteral("useTraining"));
  connect(pause_, &QAction::triggered, this, [this] { Q_EMIT pauseRequested(selected(canPause)); });
  connect(resume_, &QAction::triggered, this, [this] { Q_EMIT resumeRequested(selected(canGoOn)); });
  connect(stop_, &QAction::triggered, this, [this] { Q_EMIT stopRequested(selected(canEnd)); });
  connect(remove_, &QAction::triggered, this, &TrainingList::askToRemove);
  connect(use_, &QAction::triggered, this, [this] {
    if (current() != nullptr) Q_EMIT useRequested(current()->id);
  });
  paintIcons();
}

// What a training has made may be what the run decides with, and deleting it cannot be undone.
void TrainingList::askToRemove() {
  const QStringList ids = selected(canGo);
  if (ids.isEmpty()) return;
  const TrainingInfo* one = ids.size() == 1 ? model_->training(model_->rowOf(ids.front())) : nullptr;
  auto* question = new QMessageBox(QMessageBox::Question, tr("Remove"),
                                   one ? tr("Remove %1 and all its files?").arg(one->name)
                                       : plural(ids.size(), tr("Remove %n training and all its files?"),
                                                tr("Remove %n trainings and all their files?")),
                                   QMessageBox::Cancel, this);
  question->setObjectName(QStringLiteral("removeQuestion"));
  question->setAttribute(Qt::WA_DeleteOnClose);
  question->setInformativeText(tr("Results and checkpoints are deleted. This cannot be undone."));
  QPushButton* remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
  connect(remove, &QPushButton::clicked, this, [this, ids] { Q_EMIT removeRequested(ids); });
  question->setDefaultButton(QMessageBox::Cancel);
  question->open();  // not exec: the run goes on below
}

void TrainingList::paintIcons() {
  const Colours& colours = coloursOf(*this);
  pause_->setIcon(icon(QStringLiteral("pause"), colours.text, colours.faint));
  resume_->setIcon(icon(QStringLiteral("play"), colours.exit, colours.faint));
  stop_->setIcon(icon(QStringLiteral("stop"), colours.text, colours.faint));
  remove_->setIcon(icon(QStringLiteral("close"), colours.text, colours.faint));
  QPalette red = error_->palette();
  red.setColor(QPalette::WindowText, colours.violation);
  error_->setPalette(red);
  error_->setStyleSheet(QStringLiteral("color: %1; font-size: 12px;").arg(colours.violation.name()));
}

void TrainingList::changeEvent(QEvent* event) {
  Panel::changeEvent(event);
  if (pause_ != nullptr && event->type() == QEvent::PaletteChange) paintIcons();
}

// Where there is no room for all, the name stays readable.
void TrainingList::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  table_->setColumnHidden(TrainingModel::Latest, width() < 480);
  table_->setColumnHidden(TrainingModel::Left, width() < 420);
  table_->setColumnHidden(TrainingModel::Progress, width() < 340);
}

QStringList TrainingList::selected(bool (*fits)(const TrainingInfo&)) const {
  QStringList ids;
  for (const QModelIndex& row : table_->selectionModel()->selectedRows()) {
    const TrainingInfo* info = model_->training(row.row());
    if (info != nullptr && fits(*info)) ids << info->id;
  }
  return ids;
}

const TrainingInfo* TrainingList::current() const {
  return model_->training(table_->currentIndex().row());
}

void TrainingList::select(int row) {
  table_->setCurrentIndex(model_->index(row, 0));
  table_->selectRow(row);
}

void TrainingList::setTrainings(std::vector<TrainingInfo> trainings) {
  QStringList news;
  for (const auto& info : trainings) {
    if (model_->rowOf(info.id) < 0) news << info.id;
  }
  const auto open = std::ranges::count_if(
      trainings, [](const auto& info) { return isAlive(info.state) || info.state == TrainingState::Queued; });
  model_->setTrainings(std::move(trainings));
  if (model_->rowCount() > 0) setNote(open > 0 ? tr("%1 of %2 active").arg(open).arg(model_->rowCount()) : QString());
  if (!news.isEmpty() && (selectNext_ || current() == nullptr)) {
    news.sort();
    const bool asked = std::exchange(selectNext_, false);
    select(asked ? model_->rowOf(news.first()) : 0);
  }
  refresh();
}

void TrainingList::setError(const QString& sentence) {
  problem_ = sentence;
  refresh();
}

void TrainingList::refresh() {
  pause_->setEnabled(!selected(canPause).isEmpty());
  resume_->setEnabled(!selected(canGoOn).isEmpty());
  stop_->setEnabled(!selected(canEnd).isEmpty());
  remove_->setEnabled(!selected(canGo).isEmpty());
  const TrainingInfo* info = current();
  use_->setEnabled(info != nullptr && hasPolicy(*info));
  const QString text = !problem_.isEmpty() ? problem_ : info != nullptr ? info->error : QString();
  setEmpty(model_->rowCount() == 0 && text.isEmpty());
  if (error_->text() != text) error_->setText(text);
  error_->setVisible(!text.isEmpty());
}

}  // namespace cleave::ui
