// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_window.h"

#include <QEvent>
#include <QFileDialog>
#include <QShortcut>
#include <QVBoxLayout>

#include "core/plain/error.h"
#include "ui/window/about.h"
#include "ui/window/banner.h"
#include "ui/window/menus.h"
#include "ui/window/run_status_bar.h"
#include "ui/window/run_workspace.h"
#include "ui/window/top_bar.h"

namespace cleave::ui {

RunWindow::RunWindow(QWidget* parent)
    : QMainWindow(parent),
      top_(new TopBar),
      menus_(new Menus),
      banner_(new Banner),
      workspace_(new RunWorkspace),
      status_(new RunStatusBar) {
  installLook();
  setWindowTitle(tr("Cleave"));
  setMinimumSize(1180, 690);
  resize(1600, 1000);
  top_->setMenuBar(menus_);
  auto* content = new QWidget;
  auto* box = new QVBoxLayout(content);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(0);
  box->addWidget(top_);
  box->addWidget(banner_);
  box->addWidget(workspace_, 1);
  setCentralWidget(content);
  setStatusBar(status_);

  connect(top_, &TopBar::startPressed, this, &RunWindow::start);
  connect(top_, &TopBar::pausePressed, this, &RunWindow::startOrPause);
  connect(top_, &TopBar::stopPressed, this, &RunWindow::stop);
  connect(top_, &TopBar::settingsChanged, this, [this] {
    workspace_->setTarget(settings().targetMs);
    Q_EMIT settingsChanged(settings());
  });
  connect(workspace_, &RunWorkspace::glanced, this, [this] { status_->showStatistics(workspace_->statistics()); });
  connect(new QShortcut(Qt::Key_Space, this), &QShortcut::activated, this, &RunWindow::startOrPause);
  connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &RunWindow::stop);
  connectMenus();
  workspace_->setTarget(settings().targetMs);
  status_->setModelName({});
  setState(RunState::Idle);
  setTheme(Theme::System);
}

void RunWindow::connectMenus() {
  connect(menus_, &Menus::openModel, this, [this] {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a model"), {}, tr("Cleave bundles (*.cleavemodel);;All files (*)"));
    if (!path.isEmpty()) Q_EMIT openModelRequested(path);
  });
  connect(menus_, &Menus::savePicture, this, [this] {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save a picture"), QStringLiteral("cleave.png"),
                                                      tr("PNG pictures (*.png)"));
    if (path.isEmpty()) return;
    try {
      savePicture(path);
    } catch (const Error& error) {
      banner_->showMessage(Banner::Kind::Error, QString::fromUtf8(error.what()));
    }
  });
  connect(menus_, &Menus::exportFigures, this, [this] {
    const QString directory = QFileDialog::getExistingDirectory(this, tr("Export figures into a folder"));
    if (!directory.isEmpty()) Q_EMIT exportRequested(directory);
  });
  connect(menus_, &Menus::quit, this, &QWidget::close);
  connect(menus_, &Menus::themeChosen, this, &RunWindow::setTheme);
  connect(menus_, &Menus::about, this, [this] { showAbout(this); });
  connect(menus_, &Menus::shortcuts, this, [this] { showShortcuts(this); });
}

void RunWindow::setTheme(Theme theme) {
  theme_ = theme;
  menus_->setTheme(theme);
  applyTheme();
}

void RunWindow::applyTheme() {
  const Colours& colours = coloursFor(theme_);
  setPalette(paletteFor(colours));
  setFont(textFont(13));
  setStyleSheet(styleSheetFor(colours));
  top_->setColours(colours);
  banner_->setColours(colours);
  status_->setColours(colours);
}

bool RunWindow::event(QEvent* event) {
  const bool done = QMainWindow::event(event);
  if (event->type() == QEvent::ApplicationPaletteChange && theme_ == Theme::System) applyTheme();
  return done;
}

RunSettings RunWindow::settings() const {
  return top_->settings();
}

void RunWindow::savePicture(const QString& path) {
  if (!grab().save(path)) {
    throw Error("Cannot write the picture " + path.toStdString() +
                ": choose a folder that exists and that you may write to.");
  }
}

void RunWindow::setModel(const ModelSummary& model) {
  hasModel_ = !model.network.trunk.empty() && !model.network.exits.empty();
  workspace_->setModel(model);
  top_->setModelName(model.name);
  status_->setModelName(model.name);
  top_->setState(state_, hasModel_);
  setWindowTitle(model.name.isEmpty() ? tr("Cleave") : tr("%1 – Cleave").arg(model.name));
}

void RunWindow::setPolicies(const QStringList& names, const QString& current) {
  top_->setPolicies(names, current);
}

void RunWindow::setDeviceName(const QString& name) {
  top_->setDeviceName(name);
  workspace_->setDeviceName(name);
}

void RunWindow::setSettings(const RunSettings& settings) {
  top_->setSettings(settings);
  workspace_->setTarget(settings.targetMs);
}

void RunWindow::setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb) {
  workspace_->setFrames(width, height, std::move(rgb));
}

void RunWindow::appendRecords(const std::vector<RequestRecord>& records) {
  workspace_->append(records);
}

void RunWindow::setState(RunState state, const QString& message) {
  state_ = state;
  top_->setState(state, hasModel_);
  status_->setState(state);
  workspace_->setState(state);
  banner_->showMessage(state == RunState::Failed ? Banner::Kind::Error : Banner::Kind::Info, message);
}

void RunWindow::setRecordingPath(const QString& path) {
  status_->setRecordingPath(path);
}

void RunWindow::clearRun() {
  workspace_->clearRun();
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
  if (state_ == RunState::Running) {
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
