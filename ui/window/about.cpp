// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <array>
#include <utility>

#include "ui/theme/icons.h"

namespace cleave::ui {
namespace {

QString text(const char* source) {
  return QCoreApplication::translate("cleave::ui", source);
}

QVBoxLayout* openDialog(QWidget* parent, const char* name, const QString& title) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QString::fromLatin1(name));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  if (parent) dialog->setPalette(parent->palette());
  auto* box = new QVBoxLayout(dialog);
  box->setContentsMargins(24, 20, 24, 18);
  box->setSpacing(16);
  auto* content = new QVBoxLayout;
  box->addLayout(content);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  box->addWidget(buttons);
  dialog->open();
  return content;
}

}  // namespace

void showShortcuts(QWidget* parent) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(28);
  grid->setVerticalSpacing(8);
  constexpr std::array<std::pair<const char*, const char*>, 7> keys{
      {{"Space", QT_TRANSLATE_NOOP("cleave::ui", "Start, pause, go on")},
       {"Esc", QT_TRANSLATE_NOOP("cleave::ui", "Stop the run")},
       {"Ctrl+O", QT_TRANSLATE_NOOP("cleave::ui", "Open a model")},
       {"Ctrl+S", QT_TRANSLATE_NOOP("cleave::ui", "Save a picture of the window")},
       {"Ctrl+E", QT_TRANSLATE_NOOP("cleave::ui", "Export the run's figures")},
       {"Ctrl+Q", QT_TRANSLATE_NOOP("cleave::ui", "Quit")},
       {"F1", QT_TRANSLATE_NOOP("cleave::ui", "This list")}}};
  int row = 0;
  for (const auto& [key, what] : keys) {
    auto* name = new QLabel(QString::fromLatin1(key));
    name->setObjectName(QStringLiteral("strong"));
    grid->addWidget(name, row, 0);
    grid->addWidget(new QLabel(text(what)), row++, 1);
  }
  openDialog(parent, "shortcutsDialog", text("Keyboard shortcuts"))->addLayout(grid);
}

void showAbout(QWidget* parent) {
  auto* row = new QHBoxLayout;
  row->setSpacing(18);
  auto* mark = new QLabel;
  mark->setPixmap(applicationIcon().pixmap(64, 64));
  auto* words = new QLabel(text("<p style='font-size:17px'><b>Cleave</b> %1</p>"
                                "<p>A workbench for device-edge co-inference: where to cut a network,<br>"
                                "how deep to run it, and how coarsely to send what lies between.</p>"
                                "<p>GPL-3.0-or-later. Built with Qt %2 and libtorch.</p>")
                               .arg(QStringLiteral(CLEAVE_VERSION), QString::fromLatin1(qVersion())));
  row->addWidget(mark, 0, Qt::AlignTop);
  row->addWidget(words);
  openDialog(parent, "aboutDialog", text("About Cleave"))->addLayout(row);
}

}  // namespace cleave::ui
