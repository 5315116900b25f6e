// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "app/workbench/background/background_worker.h"

namespace cleave::workbench {

/// Writes the figures of a recorded run in the background, one run at a time.
class FigureExporter : public QObject {
  Q_OBJECT

 public:
  explicit FigureExporter(QObject* parent = nullptr) : QObject(parent) {}

  /// @param run its journal or bundle; a journal that was packed meanwhile is found as a bundle
  /// @returns false and does nothing while figures are being written
  bool exportRun(const QString& run, const QString& directory);

 Q_SIGNALS:
  void exported(const QString& notice);
  void failed(const QString& error);

 private:
  bool exporting_ = false;
  /// Last: it uses the rest. It completes what it writes.
  BackgroundWorker worker_{*this, BackgroundWorker::Priority::Normal, BackgroundWorker::AtEnd::FinishWaiting};
};

}  // namespace cleave::workbench
