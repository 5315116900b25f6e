// SPDX-License-Identifier: GPL-3.0-or-later
// What the menus ask the window for.
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include "core/types/error.h"
#include "ui/window/about.h"
#include "ui/window/menus.h"
#include "ui/window/recent_files.h"
#include "ui/window/run_view.h"
#include "ui/window/run_window.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {
namespace {

/// What panels do with keys while they have the focus.
QList<std::pair<QString, QString>> panelKeys() {
  return {{RunWindow::tr("← →"), RunWindow::tr("Charts: earlier, later")},
          {RunWindow::tr("+ −"), RunWindow::tr("Charts: zoom in, out")},
          {RunWindow::tr("↑ ↓"), RunWindow::tr("Charts: height, closer and farther (or Ctrl+wheel)")},
          {RunWindow::tr(", ."), RunWindow::tr("Charts: pick the request before, after (or click)")},
          {RunWindow::tr("Home, End"), RunWindow::tr("Charts: show all, back to live")},
          {RunWindow::tr("← → ↑ ↓"), RunWindow::tr("Network: from layer to layer")},
          {RunWindow::tr("Enter, Esc"), RunWindow::tr("Network: its features, and back")},
          {RunWindow::tr("← → ↑ ↓"), RunWindow::tr("Heat map, decision map, confusion: from cell to cell")},
          {RunWindow::tr("Enter, Esc"), RunWindow::tr("Decision map: what if; What if: back to the run")},
          {RunWindow::tr("P R S"), RunWindow::tr("Trainings: pause, resume, stop")},
          {RunWindow::tr("U, Del"), RunWindow::tr("Trainings: use the policy, remove")},
          {RunWindow::tr("Ctrl+S"), RunWindow::tr("Scenario: save it, while it is edited")},
          {RunWindow::tr("Ctrl+C"), RunWindow::tr("Tables: copy")}};
}

}  // namespace

void RunWindow::connectMenus() {
  connect(menus_, &Menus::openFile, this, &RunWindow::openFile);
  connect(menus_, &Menus::openRecent, this, &RunWindow::openRequested);
  connect(menus_, &Menus::openRun, this, &RunWindow::openRequested);
  connect(menus_, &Menus::runsWanted, this, &RunWindow::runFilesWanted);
  connect(menus_, &Menus::clearRecent, this, [this] { recent_->clear(); });
  connect(menus_, &Menus::savePicture, this, &RunWindow::choosePicture);
  connect(menus_, &Menus::exportFigures, this, [this] {
    const QString directory = QFileDialog::getExistingDirectory(this, tr("Export figures into a folder"));
    if (!directory.isEmpty()) Q_EMIT exportRequested(directory);
  });
  connect(menus_, &Menus::quit, this, &QWidget::close);
  connect(menus_, &Menus::startOrPause, this, &RunWindow::startOrPause);
  connect(menus_, &Menus::stop, this, &RunWindow::stop);
  connect(menus_, &Menus::themeChosen, this, &RunWindow::setTheme);
  connect(menus_, &Menus::fullScreen, this, [this] { isFullScreen() ? showNormal() : showFullScreen(); });
  connect(menus_, &Menus::memoryChosen, this, &RunWindow::setMemory);
  connect(menus_, &Menus::saveWorkspace, this, &RunWindow::keepWorkspace);
  connect(menus_, &Menus::removeWorkspace, this, &RunWindow::removeWorkspace);
  connect(menus_, &Menus::about, this, [this] { showAbout(this); });
  connect(menus_, &Menus::shortcuts, this, [this] { showShortcuts(this, menus_->keys() + panelKeys()); });
}

void RunWindow::openFile() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Open"), {},
                                   tr("Cleave files (*.cleavemodel *.cleavepolicy *.scenario *.cleaverun *.jsonl);;"
                                      "Models (*.cleavemodel);;Policies (*.cleavepolicy);;Scenarios (*.scenario);;"
                                      "Runs (*.cleaverun *.jsonl);;All files (*)"));
  if (!path.isEmpty()) Q_EMIT openRequested(path);
}

void RunWindow::choosePicture() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Save a picture"), QStringLiteral("cleave.png"),
                                                    tr("PNG pictures (*.png)"));
  if (path.isEmpty()) return;
  try {
    savePicture(path);
  } catch (const Error& error) {
    tell(LogModel::Kind::Error, QString::fromUtf8(error.what()));
  }
}

void RunWindow::keepWorkspace() {
  bool given = false;
  const QString name =
      QInputDialog::getText(this, tr("Keep this workspace"), tr("Its name:"), QLineEdit::Normal, {}, &given).trimmed();
  if (!given) return;
  const bool own = !Workspaces::builtIn().contains(name) && workspaces_->names().contains(name);
  if (own && name != workspaces_->current()) {
    ask(tr("Replace the workspace '%1'?").arg(name), tr("Replace"), [this, name] { workspaces_->saveAs(name); });
  } else if (!workspaces_->saveAs(name)) {
    tell(LogModel::Kind::Error, tr("'%1' is a workspace that Cleave brings along: give yours another name.").arg(name));
  }
}

void RunWindow::removeWorkspace() {
  const QString name = workspaces_->current();
  if (Workspaces::builtIn().contains(name)) return;
  ask(tr("Remove the workspace '%1'?").arg(name), tr("Remove"), [this, name] { workspaces_->remove(name); });
}

/// Before a layout goes that nothing brings back.
void RunWindow::ask(const QString& question, const QString& answer, const std::function<void()>& act) {
  auto* box = new QMessageBox(QMessageBox::Question, tr("Workspace"), question, QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("workspaceQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setInformativeText(tr("Its layout of panels goes; nothing brings it back."));
  connect(box->addButton(answer, QMessageBox::DestructiveRole), &QPushButton::clicked, this, act);
  box->setDefaultButton(QMessageBox::Cancel);
  box->open();  // not exec: the run goes on below
}

}  // namespace cleave::ui
