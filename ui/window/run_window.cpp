// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QUndoGroup>
#include <QUndoStack>
#include <QVBoxLayout>

#include "core/types/error.h"
#include "ui/export/file_saver.h"
#include "ui/panels/log_panel.h"
#include "ui/window/banner.h"
#include "ui/window/dock_area.h"
#include "ui/window/layout_command.h"
#include "ui/window/menus.h"
#include "ui/window/panel_dock.h"
#include "ui/window/panel_saving.h"
#include "ui/window/recent_files.h"
#include "ui/window/run_file_bar.h"
#include "ui/window/run_status_bar.h"
#include "ui/window/run_view.h"
#include "ui/window/text_input_shortcut_filter.h"
#include "ui/window/top_bar.h"
#include "ui/window/workspace_bar.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {
namespace {

constexpr int kSaveAfterMs = 1000;  // what the user arranges outlives a crash a second later

}  // namespace

RunWindow::RunWindow(const WindowFiles& files, QWidget* parent)
    : QMainWindow(parent),
      recent_(std::make_unique<RecentFiles>(files.recent)),
      saver_(new FileSaver(this)),
      area_(new DockArea),
      workspaces_(new Workspaces(*area_, LayoutStore(files.layouts), this)),
      undoGroup_(new QUndoGroup(this)),
      undo_(new QUndoStack(undoGroup_)),
      top_(new TopBar),
      run_(new RunView(*area_, this)),
      menus_(new Menus(*area_, *workspaces_, *recent_, *undoGroup_, run_->axis())),
      workspaceBar_(new WorkspaceBar(*workspaces_)),
      banner_(new Banner),
      runFile_(new RunFileBar),
      log_(new LogPanel),
      status_(new RunStatusBar) {
  installLook();
  new TextInputShortcutFilter(this);
  undo_->setActive();
  layoutUndo_[workspaces_->current()] = undo_;
  saveLater_.setSingleShot(true);
  saveLater_.setInterval(kSaveAfterMs);
  setWindowTitle(tr("Cleave"));
  setMinimumSize(1180, 690);
  resize(1600, 1000);
  area_->addPanel(QStringLiteral("log"), log_);
  for (PanelDock* dock : area_->docks()) offerSaving(*dock, *saver_);
  build();
  connectBars();
  connectMenus();
  connectRuns();
  run_->setTarget(settings().targetMs);
  status_->setModelName({});
  setState(RunState::Idle);
  setTheme(Theme::System);
  area_->arrange(Workspaces::treeOf(workspaces_->current()));
}

RunWindow::~RunWindow() = default;

void RunWindow::build() {
  auto* bar = new QFrame;
  bar->setObjectName(QStringLiteral("menuRow"));
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(6, 3, 12, 0);
  row->addWidget(menus_);
  row->addStretch();
  row->addWidget(workspaceBar_);
  auto* content = new QWidget;
  auto* box = new QVBoxLayout(content);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(0);
  box->addWidget(bar);
  box->addWidget(top_);
  box->addWidget(banner_);
  box->addWidget(runFile_);
  auto* margins = new QVBoxLayout;
  margins->setContentsMargins(10, 8, 10, 8);
  margins->addWidget(area_);
  box->addLayout(margins, 1);
  setCentralWidget(content);
  setStatusBar(status_);
}

void RunWindow::connectBars() {
  connect(top_, &TopBar::startPressed, this, &RunWindow::start);
  connect(top_, &TopBar::pausePressed, this, &RunWindow::pauseRequested);
  connect(top_, &TopBar::stopPressed, this, &RunWindow::stop);
  connect(top_, &TopBar::settingsChanged, this, [this] {
    run_->setTarget(settings().targetMs);
    Q_EMIT settingsChanged(settings());
  });
  connect(run_, &RunView::picked, this, &RunWindow::requestPicked);
  connect(run_, &RunView::statisticsUpdated, this, [this] { status_->showStatistics(run_->statistics()); });
  connect(status_, &RunStatusBar::errorsPressed, this, [this] { area_->showPanel(QStringLiteral("log")); });
  connect(area_, &DockArea::edited, this, [this](const QByteArray& before, const QByteArray& after) {
    undo_->push(new LayoutCommand(*area_, before, after));
  });
  connect(saver_, &FileSaver::saved, this, [this](const QString& sentence) { tell(LogModel::Kind::Info, sentence); });
  connect(saver_, &FileSaver::failed, this, [this](const QString& sentence) { tell(LogModel::Kind::Error, sentence); });
  connect(workspaces_, &Workspaces::opened, this, &RunWindow::takeUndoOf);
  connect(&log_->model(), &QAbstractItemModel::modelReset, this,
          [this] { status_->setErrorCount(log_->model().errors()); });
  connect(&saveLater_, &QTimer::timeout, this, [this] {
    if (saveLayout()) return;
    tell(LogModel::Kind::Error,
         tr("The layout of the panels could not be saved: make the folder of Cleave's settings writable."));
  });
  const auto later = [this] {
    if (restored_) saveLater_.start();
  };
  connect(area_, &DockArea::edited, this, later);
  connect(area_, &DockArea::nudged, this, later);
  connect(workspaces_, &Workspaces::opened, this, later);
  connect(workspaces_, &Workspaces::listChanged, this, later);
  connect(workspaces_, &Workspaces::listChanged, this, [this] {  // one of the same name starts anew
    std::erase_if(layoutUndo_, [this](const auto& each) {
      const bool gone = !workspaces_->names().contains(each.first);
      if (gone) each.second->deleteLater();
      return gone;
    });
  });
}

void RunWindow::addPanel(const QString& id, Panel* panel) {
  offerSaving(*area_->addPanel(id, panel), *saver_);
}

/// Each workspace has its own steps: those through another one's panels would only confuse.
void RunWindow::takeUndoOf(const QString& workspace) {
  QUndoStack*& stack = layoutUndo_[workspace];
  if (!stack) stack = new QUndoStack(undoGroup_);
  const bool active = undo_->isActive();
  undo_ = stack;
  if (active) undo_->setActive();
}

QAction* RunWindow::addRunAction(const QString& text, const QKeySequence& key) {
  return menus_->addRunAction(text, key);
}

void RunWindow::addUndoStack(QUndoStack* stack, QWidget* scope) {
  undoGroup_->addStack(stack);
  connect(qApp, &QApplication::focusChanged, stack, [this, stack, scope](QWidget*, QWidget* now) {
    if (now == nullptr || now == menus_) return;  // a menu is open: what it undoes is what had the focus
    const bool within = scope == now || scope->isAncestorOf(now);
    if (within) {
      stack->setActive();
    } else if (undoGroup_->activeStack() == stack) {
      undo_->setActive();
    }
  });
}

void RunWindow::restoreLayout() {
  const QString remark = workspaces_->load();
  const WindowChoices& saved = workspaces_->savedWindow();
  if (!saved.geometry.isEmpty()) restoreGeometry(saved.geometry);
  if (saved.theme) setTheme(*saved.theme);
  if (saved.remembered) setMemory(*saved.remembered);
  if (!remark.isEmpty()) tell(LogModel::Kind::Error, remark);
  restored_ = true;
}

bool RunWindow::saveLayout() {
  saveLater_.stop();
  return workspaces_->save({saveGeometry(), chosenTheme_, memory_});
}

void RunWindow::openWorkspace(const QString& name) {
  if (!workspaces_->names().contains(name)) {
    tell(LogModel::Kind::Error, tr("There is no workspace '%1': choose one of %2.")
                                    .arg(name.left(80), workspaces_->names().join(QStringLiteral(", "))));
  }
  workspaces_->open(name);
}

void RunWindow::setTheme(Theme theme) {
  chosenTheme_ = theme;
  if (restored_) saveLater_.start();
  showTheme(theme);
}

void RunWindow::showTheme(Theme theme) {
  theme_ = theme;
  menus_->setTheme(theme);
  applyTheme();
}

void RunWindow::setMemory(int requests) {
  memory_ = requests;
  if (restored_) saveLater_.start();
  menus_->setMemory(requests);
  run_->setCapacity(static_cast<std::size_t>(requests));
}

void RunWindow::applyTheme() {
  const Colours& colours = coloursFor(theme_);
  setPalette(paletteFor(colours));
  setFont(textFont(13));
  setStyleSheet(styleSheetFor(colours));
  top_->setColours(colours);
  banner_->setColours(colours);
  runFile_->setColours(colours);
  status_->setColours(colours);
}

bool RunWindow::event(QEvent* event) {
  const bool done = QMainWindow::event(event);
  if (event->type() == QEvent::ApplicationPaletteChange && theme_ == Theme::System) applyTheme();
  return done;
}

void RunWindow::closeEvent(QCloseEvent* event) {
  if (!saveLayout()) {  // there is no window left to say it in
    qWarning("The layout of the panels could not be saved: make the folder of Cleave's settings writable.");
  }
  QMainWindow::closeEvent(event);
}

RunSettings RunWindow::settings() const {
  return top_->settings();
}

std::uint64_t RunWindow::requestsCounted() const {
  return run_->statistics().requests();
}

void RunWindow::savePicture(const QString& path) {
  if (!grab().save(path)) {
    throw Error("Cannot write the picture " + path.toStdString() +
                ": choose a folder that exists and that you may write to.");
  }
}

void RunWindow::setModel(const ModelSummary& model) {
  hasModel_ = !model.network.trunk.empty() && !model.network.exits.empty();
  modelName_ = model.name;
  run_->setModel(model);
  forgetRecordedRun();
  top_->setModelName(model.name);
  status_->setModelName(model.name);
  top_->setState(state_, hasModel_);
  showTitle();
}

void RunWindow::setBackgroundWork(const QString& text) {
  work_ = text;
  status_->setWork(text);
  showTitle();
}

void RunWindow::showTitle() {
  const QString shown = recorded_ ? tr("%1, %2").arg(recorded_->model.name, recorded_->startedAt) : modelName_;
  QString title = shown.isEmpty() ? tr("Cleave") : tr("%1 – Cleave").arg(shown);
  if (!work_.isEmpty()) title = tr("%1 · %2").arg(work_, title);  // first, for a task bar shows only the beginning
  setWindowTitle(title);
}

void RunWindow::setPolicies(const QStringList& names, const QString& current) {
  top_->setPolicies(names, current);
}

void RunWindow::offerPolicy(const QString& policy) {
  top_->offerPolicy(policy);
}

void RunWindow::setDeviceName(const QString& name) {
  top_->setDeviceName(name);
  run_->setDeviceName(name);
}

void RunWindow::setSettings(const RunSettings& settings) {
  top_->setSettings(settings);
  run_->setTarget(settings.targetMs);
}

void RunWindow::setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb) {
  run_->setFrames(width, height, std::move(rgb));
}

void RunWindow::setRecordedFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb) {
  run_->setRecordedFrames(width, height, std::move(rgb));
}

void RunWindow::appendRecords(const std::vector<RequestRecord>& records) {
  run_->append(records);
}

void RunWindow::setState(RunState state, const QString& message) {
  state_ = state;
  top_->setState(state, hasModel_);
  status_->setState(state);
  run_->setState(state);
  if (message.isEmpty() || state == RunState::Connecting) {  // progress is nothing to be kept
    banner_->showMessage(Banner::Kind::Info, message);
  } else {
    tell(state == RunState::Failed ? LogModel::Kind::Error : LogModel::Kind::Info, message);
  }
}

void RunWindow::tell(LogModel::Kind kind, const QString& sentence) {
  banner_->showMessage(kind == LogModel::Kind::Error ? Banner::Kind::Error : Banner::Kind::Info, sentence);
  log_->add(kind, sentence);
  status_->setErrorCount(log_->model().errors());
}

void RunWindow::setRecordingPath(const QString& path) {
  recorded_ ? status_->setShownPath(path) : status_->setRecordingPath(path);
}

void RunWindow::clearRun() {
  run_->clearRun();
  forgetRecordedRun();
}

void RunWindow::noteOpened(const QString& path) {
  recent_->add(path);
}

QStringList RunWindow::recentFiles() const {
  return recent_->files();
}

void RunWindow::start() {
  if (!hasModel_) return;
  if (state_ == RunState::Paused) {
    Q_EMIT resumeRequested();
  } else if (state_ != RunState::Running && state_ != RunState::Connecting) {
    Q_EMIT startRequested(settings());
  }
}

void RunWindow::startOrPause() {
  // Space presses the button that has the focus, as everywhere; but Start, Pause and Stop are what Space means itself.
  auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
  if (button && button->isEnabled() && !button->property("transport").toBool()) {
    button->click();
  } else if (state_ == RunState::Running) {
    Q_EMIT pauseRequested();
  } else {
    start();
  }
}

void RunWindow::stop() {
  if (state_ == RunState::Running || state_ == RunState::Paused || state_ == RunState::Connecting)
    Q_EMIT stopRequested();
}

}  // namespace cleave::ui
