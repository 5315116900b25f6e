// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

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

void showShortcuts(QWidget* parent, const QList<std::pair<QString, QString>>& keys) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(28);
  grid->setVerticalSpacing(8);
  const int rows = static_cast<int>(keys.size() + 1) / 2;  // two columns, so that it fits a small screen
  for (int i = 0; i < keys.size(); ++i) {
    auto* name = new QLabel(keys[i].first);
    name->setObjectName(QStringLiteral("strong"));
    grid->addWidget(name, i % rows, 2 * (i / rows));
    grid->addWidget(new QLabel(keys[i].second), i % rows, 2 * (i / rows) + 1);
  }
  openDialog(parent, "shortcutsDialog", text("Keyboard shortcuts"))->addLayout(grid);
}

void showAbout(QWidget* parent) {
  auto* row = new QHBoxLayout;
  row->setSpacing(18);
  auto* mark = new QLabel;
  mark->setPixmap(applicationIcon().pixmap(64, 64));
  auto* words = new QLabel(text("<p style='font-size:17px'><b>Cleave</b> %1</p>"
                                "<p>A workbench for device-edge co-inference: where to partition a network,<br>"
                                "at which exit to stop, and how many bits to send.</p>"
                                "<p>GPL-3.0-or-later. Built with Qt %2 and libtorch.</p>")
                               .arg(QStringLiteral(CLEAVE_VERSION), QString::fromLatin1(qVersion())));
  row->addWidget(mark, 0, Qt::AlignTop);
  row->addWidget(words);
  openDialog(parent, "aboutDialog", text("About Cleave"))->addLayout(row);
}

}  // namespace cleave::ui
