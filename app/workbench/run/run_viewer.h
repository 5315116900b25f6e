// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <stop_token>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/run/run_archive.h"
#include "app/workbench/run/run_controller.h"
#include "ui/window/run_view_data.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

/// Opens recorded runs in the window. Reading a file and filling the charts happen on other threads; the GUI thread
/// only takes what is ready. Until then the window keeps what it shows and a run that goes on goes on, so that a file
/// which cannot be opened costs nothing. The images that the run saw come a moment later, where the model that is open
/// is the one that ran.
class RunViewer : public QObject {
  Q_OBJECT

 public:
  /// Both outlive it.
  RunViewer(ui::RunWindow& window, RunController& runs, QObject* parent = nullptr);
  ~RunViewer() override;

  /// A bundle or a journal. What is still being opened is given up. When all is ready, a run that goes on is stopped.
  void open(const QString& path);
  void cancel();
  [[nodiscard]] bool isOpening() const { return stage_ != Stage::Idle; }

 Q_SIGNALS:
  void shown(const QString& path);
  void failed(const QString& path, const QString& sentence);

 private:
  enum class Stage {
    Idle,
    Waiting,  ///< for the end of the run that the file is being written by
    Reading,
    Filling,
    Ready,  ///< for the end of the run that goes on, or for a model that is being loaded
    Showing,
  };

  void step();
  void read(const QString& path);
  void fill(const QString& path, const std::shared_ptr<const SavedRun>& run);
  void show();
  void findFrames(const std::shared_ptr<const SavedRun>& run);
  void stopFrames();
  void end();
  void dropFilling();
  void fail(const QString& path, const QString& sentence);
  void finish();
  void progress(double done);
  void offer(const QList<ArchivedRun>& runs);
  [[nodiscard]] ui::RecordedRun describe(const QString& path, const SavedRun& run) const;

  ui::RunWindow& window_;
  RunController& runs_;
  Stage stage_ = Stage::Idle;
  QString asked_;    ///< what is being opened
  QString reading_;  ///< the same, or the bundle that it has become meanwhile
  double done_ = 0;
  QTimer poll_;
  QTimer announce_;
  ui::RecordedRun described_;
  std::shared_ptr<const SavedRun> run_;  ///< these two from Ready on
  std::shared_ptr<ui::RunViewData> filling_;
  std::stop_source stop_{std::nostopstate};  ///< of what is being opened
  std::stop_source framesStop_{std::nostopstate};
  BackgroundWorker worker_{*this};
  BackgroundWorker frames_{*this, BackgroundWorker::Priority::Lowest};  ///< looks for images
};

}  // namespace cleave::workbench
