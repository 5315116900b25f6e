// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_dialogs.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include "ui/window/about.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {
namespace {

/// What panels do with keys while they have the focus.
QList<std::pair<QString, QString>> panelKeys() {
  const auto tr = [](const char* text) { return WindowDialogs::tr(text); };
  return {{tr("← →"), tr("Charts: scroll back, forward")},
          {tr("+ −"), tr("Charts: zoom in, out")},
          {tr("↑ ↓"), tr("Charts: zoom vertically (or Ctrl+wheel)")},
          {tr(", ."), tr("Charts: select previous, next request (or click)")},
          {tr("Home, End"), tr("Charts: show all, return to live")},
          {tr("← → ↑ ↓"), tr("Network: move between layers")},
          {tr("Enter, Esc"), tr("Network: show a layer's feature, close it")},
          {tr("← → ↑ ↓"), tr("Heat map, decision map, confusion matrix: move between cells")},
          {tr("Enter, Esc"), tr("Decision map: open What if; What if: return to the run")},
          {tr("P R S"), tr("Training: pause, resume, stop")},
          {tr("U, Del"), tr("Training: use the policy, remove")},
          {tr("Ctrl+S"), tr("Scenario editor: save")},
          {tr("Ctrl+C"), tr("Tables: copy")}};
}

}  // namespace

WindowDialogs::WindowDialogs(QWidget& window, Workspaces& workspaces)
    : QObject(&window), window_(window), workspaces_(workspaces) {}

void WindowDialogs::chooseFile() {
  const QString path = QFileDialog::getOpenFileName(
      &window_, tr("Open"), {},
      tr("Cleave files (*.cleavemodel *.cleavepolicy *.scenario *.cleaverun run.json *.jsonl);;"
         "Models (*.cleavemodel);;Policies (*.cleavepolicy);;Scenarios (*.scenario);;"
         "Runs (*.cleaverun run.json *.jsonl);;All files (*)"));
  if (!path.isEmpty()) Q_EMIT fileChosen(path);
}

void WindowDialogs::chooseImage() {
  const QString path = QFileDialog::getSaveFileName(&window_, tr("Save window as image"), QStringLiteral("cleave.png"),
                                                    tr("PNG images (*.png)"));
  if (!path.isEmpty()) Q_EMIT imageChosen(path);
}

void WindowDialogs::chooseFigureFolder() {
  const QString directory = QFileDialog::getExistingDirectory(&window_, tr("Export figures to folder"));
  if (!directory.isEmpty()) Q_EMIT figureFolderChosen(directory);
}

void WindowDialogs::saveWorkspace() {
  bool given = false;
  const QString name =
      QInputDialog::getText(&window_, tr("Save workspace as"), tr("Name:"), QLineEdit::Normal, {}, &given).trimmed();
  if (!given) return;
  const bool own = !Workspaces::builtIn().contains(name) && workspaces_.names().contains(name);
  if (own && name != workspaces_.current()) {
    confirm(tr("Replace the workspace '%1'?").arg(name), tr("Replace"), [this, name] { workspaces_.saveAs(name); });
  } else if (!workspaces_.saveAs(name)) {
    Q_EMIT failed(tr("'%1' is a built-in workspace. Choose another name.").arg(name));
  }
}

void WindowDialogs::removeWorkspace() {
  const QString name = workspaces_.current();
  if (Workspaces::builtIn().contains(name)) return;
  confirm(tr("Remove the workspace '%1'?").arg(name), tr("Remove"), [this, name] { workspaces_.remove(name); });
}

void WindowDialogs::showShortcuts(const QList<std::pair<QString, QString>>& menuKeys) {
  ui::showShortcuts(&window_, menuKeys + panelKeys());
}

/// Before a layout is lost for good.
void WindowDialogs::confirm(const QString& question, const QString& answer, const std::function<void()>& act) {
  auto* box = new QMessageBox(QMessageBox::Question, tr("Workspace"), question, QMessageBox::Cancel, &window_);
  box->setObjectName(QStringLiteral("workspaceQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setInformativeText(tr("Its panel layout is deleted. This cannot be undone."));
  connect(box->addButton(answer, QMessageBox::DestructiveRole), &QPushButton::clicked, this, act);
  box->setDefaultButton(QMessageBox::Cancel);
  box->open();  // not exec: the run goes on below
}

}  // namespace cleave::ui
