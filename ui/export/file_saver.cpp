// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file_saver.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

#include "core/types/error.h"

namespace cleave::ui {
namespace {

QString filterOf(const QString& ending) {
  if (ending == QStringLiteral("pdf")) return FileSaver::tr("PDF document (*.pdf)");
  if (ending == QStringLiteral("svg")) return FileSaver::tr("SVG drawing (*.svg)");
  if (ending == QStringLiteral("png")) return FileSaver::tr("PNG image (*.png)");
  return FileSaver::tr("CSV data (*.csv)");
}

bool hasEnding(const QString& path, const QStringList& endings) {
  return endings.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive);
}

/// Whether it is one that can be written is told when it is: "a.docx" is not "a.docx.pdf", but "run 2.5" has none.
bool namesAFormat(const QString& path) {
  const QString suffix = QFileInfo(path).suffix();
  return !suffix.isEmpty() && std::ranges::all_of(suffix, [](QChar letter) { return letter.isLetter(); });
}

/// With this ending instead of another that it has: "run 2.5" keeps its number.
QString withEnding(const QString& name, const QString& ending, const QStringList& endings) {
  const QString bare = hasEnding(name, endings) ? name.left(name.lastIndexOf(QLatin1Char('.'))) : name;
  return bare + QLatin1Char('.') + ending;
}

}  // namespace

QString fileNameOf(const QString& title) {
  QString name;
  for (const QChar letter : title.toLower()) {
    if (letter.isLetterOrNumber()) {
      name += letter;
    } else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-'))) {
      name += QLatin1Char('-');
    }
  }
  while (name.endsWith(QLatin1Char('-'))) name.chop(1);
  return name.isEmpty() ? QStringLiteral("figure") : name.left(80);
}

FileSaver::FileSaver(QWidget* window)
    : QObject(window), window_(window), folder_(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)) {
  pool_.setMaxThreadCount(1);
}

FileSaver::~FileSaver() {
  pool_.waitForDone();
}

void FileSaver::ask(const Saveable& what) {
  QStringList filters;
  for (const QString& ending : what.endings) filters << filterOf(ending);
  auto* dialog = new QFileDialog(window_, tr("Save %1").arg(what.title), folder_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters(filters);
  dialog->setDefaultSuffix(what.endings.front());
  dialog->selectFile(fileNameOf(what.title) + QLatin1Char('.') + what.endings.front());
  connect(dialog, &QFileDialog::filterSelected, dialog,
          [dialog, filters, endings = what.endings](const QString& filter) {
            const QString ending = endings.value(filters.indexOf(filter), endings.front());
            dialog->setDefaultSuffix(ending);
            const QString name = dialog->selectedFiles().value(0);
            if (!name.isEmpty()) dialog->selectFile(withEnding(QFileInfo(name).fileName(), ending, endings));
          });
  connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, what](const QString& path) {
    // The dialog takes what follows any dot for an ending, and asked about a file of the name that it knew.
    const QString whole = namesAFormat(path) ? path : path + QLatin1Char('.') + dialog->defaultSuffix();
    if (whole != path && QFileInfo::exists(whole)) {
      tell(what.title, whole, tr("%1 already exists. Choose another name.").arg(QDir::toNativeSeparators(whole)));
      return;
    }
    save(what, whole);
  });
  dialog->open();
}

void FileSaver::save(const Saveable& what, const QString& path) {
  folder_ = QFileInfo(path).absolutePath();
  try {
    pool_.start([this, title = what.title, path, job = what.prepare(path)] {
      QString error;
      try {
        job();
      } catch (const std::exception& failure) {
        error = QString::fromUtf8(failure.what());
      }
      QMetaObject::invokeMethod(
          this, [this, title, path, error] { tell(title, path, error); }, Qt::QueuedConnection);
    });
  } catch (const Error& error) {
    tell(what.title, path, QString::fromUtf8(error.what()));
  }
}

void FileSaver::tell(const QString& title, const QString& path, const QString& error) {
  if (error.isEmpty()) {
    Q_EMIT saved(tr("'%1' saved to %2.").arg(title, QDir::toNativeSeparators(path)));
  } else {
    Q_EMIT failed(error);
  }
}

}  // namespace cleave::ui
