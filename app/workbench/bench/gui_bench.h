// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/experiment/experiment.h"
#include "app/runs/run_journal.h"
#include "app/workbench/background/background_worker.h"
#include "app/workbench/bench/scripted_run.h"
#include "app/workbench/bench/timed_application.h"
#include "app/workbench/window/workbench.h"
#include "core/model/model.h"
#include "core/types/request_record.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

struct GuiFigures {
  double frameP50Ms = 0;
  double frameP99Ms = 0;
  double frameMaxMs = 0;
  std::uint64_t frames = 0;
  double rssGrowthMb = 0;
  std::uint64_t records = 0;  ///< that the window has counted since the filling
  std::uint64_t dropped = 0;  ///< that were made, and not counted or not in the journal
};

/// Feeds the workbench with records at a rate from a thread of its own, as a run does, and times the GUI thread: with a
/// journal, with what the policy observed, which the policy panel explains, and with images and their features. A frame
/// is all that the GUI thread has done since the last painting, this one included: events, timers and drawing, not its
/// sleep. The buffers of the charts are filled first, so that what grows afterwards is a leak.
class GuiBench : public QObject {
  Q_OBJECT

 public:
  /// @param model a bundle's file @throws Error when it cannot be opened, or its images are missing
  GuiBench(TimedApplication& application, ui::RunWindow& window, Workbench& workbench,
           const std::filesystem::path& model, double recordsPerSecond, double seconds, std::uint64_t seed);
  ~GuiBench() override;
  /// `finished` comes after about `seconds` and the filling.
  void start();

 Q_SIGNALS:
  void finished(const cleave::workbench::GuiFigures& figures);
  void failed(const QString& sentence);  ///< in its place

 private:
  void begin();
  void fill();
  RequestRecord nextObserved();
  void produce(const std::stop_token& stop);
  void drain();
  void takeTime(double ms, bool painted);
  void end();

  TimedApplication& application_;
  ui::RunWindow& window_;
  Workbench& workbench_;
  QString file_;
  Manifest manifest_;
  std::shared_ptr<const SampleSet> samples_;
  std::shared_ptr<const DecisionTable> table_;
  ExperimentEvents events_;  ///< as a run would report
  QTemporaryDir folder_;
  std::optional<RunJournal> journal_;
  ScriptedRun run_;  ///< the GUI thread's until the producer starts, then that one's
  double perSecond_;
  double seconds_;
  std::uint64_t made_ = 0;  ///< the producer's until it ended
  std::mutex mutex_;
  std::vector<RequestRecord> pending_;
  QTimer drain_;
  double frameMs_ = 0;  ///< since the last painting
  std::vector<float> frames_;
  double rssAtStart_ = 0;
  std::optional<BackgroundWorker> producer_;
};

}  // namespace cleave::workbench
