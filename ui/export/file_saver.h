// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include "ui/export/saveable.h"

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace cleave::ui {

/// Asks where to, and writes there beside the GUI thread; one file after the other. Says in one sentence how it went.
class FileSaver : public QObject {
  Q_OBJECT

 public:
  /// @param window that questions are asked over; it outlives this
  explicit FileSaver(QWidget* window);
  /// Waits for what is being written.
  ~FileSaver() override;

  /// Opens a file dialog; the run goes on below it.
  void ask(const Saveable& what);
  void save(const Saveable& what, const QString& path);

 Q_SIGNALS:
  void saved(const QString& sentence);
  void failed(const QString& sentence);

 private:
  void tell(const QString& title, const QString& path, const QString& error);

  QWidget* window_;
  QThreadPool pool_;
  QString folder_;  ///< where the last file went
};

/// "Latency, the tail" -> "latency-the-tail"
QString fileNameOf(const QString& title);

}  // namespace cleave::ui
