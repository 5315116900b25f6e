// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/types/error.h"
#include "ui/export/file_saver.h"
#include "ui/panels/log_panel.h"
#include "ui/window/about.h"
#include "ui/window/banner.h"
#include "ui/window/dock_area.h"
#include "ui/window/layout_undo.h"
#include "ui/window/menus.h"
#include "ui/window/panel_dock.h"
#include "ui/window/panel_saving.h"
#include "ui/window/recent_files.h"
#include "ui/window/run_file_bar.h"
#include "ui/window/run_status_bar.h"
#include "ui/window/run_view.h"
#include "ui/window/run_view_data.h"
#include "ui/window/text_input_shortcut_filter.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_dialogs.h"
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
      undo_(new LayoutUndo(*area_, *workspaces_, this)),
      dialogs_(new WindowDialogs(*this, *workspaces_)),
      top_(new TopBar),
      run_(new RunView(*area_, this)),
      menus_(new Menus(*area_, *workspaces_, *recent_, undo_->group(), run_->axis())),
      workspaceBar_(new WorkspaceBar(*workspaces_)),
      banner_(new Banner),
      runFile_(new RunFileBar),
      log_(new LogPanel),
      status_(new RunStatusBar) {
  installLook();
  new TextInputShortcutFilter(this);
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
  connect(run_, &RunView::recordedShown, this, &RunWindow::recordedRunShown);
  connect(runFile_, &RunFileBar::cancelPressed, this, &RunWindow::openingCancelled);
  connect(runFile_, &RunFileBar::closePressed, this, &RunWindow::closeRecordedRun);
  connect(run_, &RunView::statisticsUpdated, this, [this] { status_->showStatistics(run_->statistics()); });
  connect(status_, &RunStatusBar::errorsPressed, this, [this] { area_->showPanel(QStringLiteral("log")); });
  connect(saver_, &FileSaver::saved, this, [this](const QString& sentence) { notify(LogModel::Kind::Info, sentence); });
  connect(saver_, &FileSaver::failed, this, &RunWindow::notifyError);
  connect(&log_->model(), &QAbstractItemModel::modelReset, this,
          [this] { status_->setErrorCount(log_->model().errors()); });
  connect(&saveLater_, &QTimer::timeout, this, [this] {
    if (saveLayout()) return;
    notifyError(tr("The panel layout could not be saved. Make sure that Cleave's settings folder is writable."));
  });
  const auto later = [this] {
    if (restored_) saveLater_.start();
  };
  connect(area_, &DockArea::edited, this, later);
  connect(area_, &DockArea::nudged, this, later);
  connect(workspaces_, &Workspaces::opened, this, later);
  connect(workspaces_, &Workspaces::listChanged, this, later);
}

void RunWindow::connectMenus() {
  connect(menus_, &Menus::openFile, dialogs_, &WindowDialogs::chooseFile);
  connect(menus_, &Menus::openRecent, this, &RunWindow::openRequested);
  connect(menus_, &Menus::openRun, this, &RunWindow::openRequested);
  connect(menus_, &Menus::runsWanted, this, &RunWindow::runFilesWanted);
  connect(menus_, &Menus::clearRecent, this, [this] { recent_->clear(); });
  connect(menus_, &Menus::savePicture, dialogs_, &WindowDialogs::chooseImage);
  connect(menus_, &Menus::exportFigures, dialogs_, &WindowDialogs::chooseFigureFolder);
  connect(menus_, &Menus::quit, this, &QWidget::close);
  connect(menus_, &Menus::startOrPause, this, &RunWindow::startOrPause);
  connect(menus_, &Menus::stop, this, &RunWindow::stop);
  connect(menus_, &Menus::themeChosen, this, &RunWindow::setTheme);
  connect(menus_, &Menus::fullScreen, this, [this] { isFullScreen() ? showNormal() : showFullScreen(); });
  connect(menus_, &Menus::memoryChosen, this, &RunWindow::setMemory);
  connect(menus_, &Menus::saveWorkspace, dialogs_, &WindowDialogs::saveWorkspace);
  connect(menus_, &Menus::removeWorkspace, dialogs_, &WindowDialogs::removeWorkspace);
  connect(menus_, &Menus::about, this, [this] { showAbout(this); });
  connect(menus_, &Menus::shortcuts, this, [this] { dialogs_->showShortcuts(menus_->keys()); });
  connect(dialogs_, &WindowDialogs::fileChosen, this, &RunWindow::openRequested);
  connect(dialogs_, &WindowDialogs::figureFolderChosen, this, &RunWindow::exportRequested);
  connect(dialogs_, &WindowDialogs::failed, this, &RunWindow::notifyError);
  connect(dialogs_, &WindowDialogs::imageChosen, this, [this](const QString& path) {
    try {
      savePicture(path);
    } catch (const Error& error) {
      notifyError(QString::fromUtf8(error.what()));
    }
  });
}

void RunWindow::addPanel(const QString& id, Panel* panel) {
  offerSaving(*area_->addPanel(id, panel), *saver_);
}

QAction* RunWindow::addRunAction(const QString& text, const QKeySequence& key) {
  return menus_->addRunAction(text, key);
}

QUndoStack& RunWindow::undoStack() {
  return undo_->stack();
}

void RunWindow::addUndoStack(QUndoStack* stack, QWidget* scope) {
  undo_->addStack(stack, scope, menus_);
}

void RunWindow::restoreLayout() {
  const QString notice = workspaces_->load();
  const WindowChoices& saved = workspaces_->savedWindow();
  if (!saved.geometry.isEmpty()) restoreGeometry(saved.geometry);
  if (saved.theme) setTheme(*saved.theme);
  if (saved.remembered) setMemory(*saved.remembered);
  if (!notice.isEmpty()) notifyError(notice);
  restored_ = true;
}

bool RunWindow::saveLayout() {
  saveLater_.stop();
  return workspaces_->save({saveGeometry(), chosenTheme_, memory_});
}

void RunWindow::openWorkspace(const QString& name) {
  if (!workspaces_->names().contains(name)) {
    notifyError(tr("Unknown workspace '%1'. Available workspaces: %2.")
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
    qWarning("The panel layout could not be saved. Make sure that Cleave's settings folder is writable.");
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
    throw Error("Cannot write image " + path.toStdString() + ". Choose an existing folder that you can write to.");
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
    notify(state == RunState::Failed ? LogModel::Kind::Error : LogModel::Kind::Info, message);
  }
}

void RunWindow::notify(LogModel::Kind kind, const QString& sentence) {
  banner_->showMessage(kind == LogModel::Kind::Error ? Banner::Kind::Error : Banner::Kind::Info, sentence);
  log_->add(kind, sentence);
  status_->setErrorCount(log_->model().errors());
}

void RunWindow::notifyError(const QString& sentence) {
  notify(LogModel::Kind::Error, sentence);
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

std::unique_ptr<RunViewData> RunWindow::makeFilling(std::size_t requests, const NetworkDescription& network) const {
  return run_->makeFilling(requests, network);
}

void RunWindow::showRecordedRun(const RecordedRun& run, std::shared_ptr<RunViewData> filling) {
  recorded_ = run;
  setState(RunState::Finished);
  run_->showRecorded(run, std::move(filling));
  runFile_->showRun(run);
  status_->setShownPath(run.path);
  showTitle();
}

void RunWindow::closeRecordedRun() {
  clearRun();
  setState(RunState::Idle);
  Q_EMIT recordedRunClosed();
}

void RunWindow::forgetRecordedRun() {
  if (!recorded_) return;
  recorded_.reset();
  runFile_->clearRun();
  status_->setShownPath({});
  showTitle();
}

void RunWindow::setOpening(const QString& text, double done) {
  if (text.isEmpty()) {
    runFile_->endOpening();
  } else {
    runFile_->showOpening(text, done);
  }
}

void RunWindow::setRunFiles(const QList<RunFile>& runs) {
  menus_->setRuns(runs);
}

}  // namespace cleave::ui
