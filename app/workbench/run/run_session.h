// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/experiment/experiment.h"
#include "app/workbench/background/background_worker.h"
#include "ui/device/device_settings.h"

namespace cleave::workbench {

/// The run that goes on: one experiment after another, on a thread of its own. What it reports is collected and
/// delivered to the GUI thread at 30 Hz, so that neither ever waits for the other.
class RunSession : public QObject {
  Q_OBJECT

 public:
  /// May set those events that are still empty; they come from the run's own thread.
  using Watcher = std::function<void(ExperimentEvents& events)>;

  explicit RunSession(QObject* parent = nullptr);
  ~RunSession() override;

  /// Not while one is active. @throws Error when a setting is wrong for the model; then nothing has begun
  void start(const std::shared_ptr<const Model>& model, const ExperimentOptions& options, const Watcher& watcher);
  /// The run ends after the request in flight; ended() and closed() follow.
  void stop();
  void setPaused(bool paused);
  /// Counts with the next request. @throws Error with one sentence, and changes nothing
  void change(const LiveSettings& settings);

  /// From start() until closed().
  [[nodiscard]] bool isActive() const { return experiment_ != nullptr; }
  /// The same without its preparation.
  [[nodiscard]] bool isUnderWay() const { return underWay_; }

 Q_SIGNALS:
  /// @param text "Deploying model 43 %, 2 s left" @param state the same for the device panel
  void preparing(const QString& text, const cleave::ui::DeviceState& state);
  /// The device is ready, at first and after every change of it.
  void deviceReady(const cleave::DeviceReport& report);
  void samplesLoaded(const std::shared_ptr<const cleave::SampleSet>& samples);
  void started();
  void recorded(const std::vector<cleave::RequestRecord>& records);
  void noticed(const QString& notice);
  /// The run's last notices come before an error, which is to stay in sight, and after an end without one, which clears
  /// what the run has told before. @param error empty: it ended as it should
  void ended(const QString& error);
  /// After ended() and the last notices: the next run may start.
  void closed(const QString& error);

 private:
  /// What the run has reported and the GUI thread has not taken yet.
  struct PendingUpdates {
    std::vector<RequestRecord> records;
    std::shared_ptr<const SampleSet> samples;
    QString phase;
    ui::DeviceState deviceState;  ///< with the phase
    std::optional<DeviceReport> device;
    QStringList notices;
    QString error;
    bool started = false;
    bool ended = false;
  };

  ExperimentEvents collectingEvents();
  template <class Update>
  void report(Update update);
  void deliverPending();

  std::shared_ptr<Experiment> experiment_;
  bool underWay_ = false;
  std::mutex mutex_;
  PendingUpdates pending_;  ///< under the mutex
  QTimer timer_;
  std::stop_source stop_{std::nostopstate};
  BackgroundWorker worker_{*this, BackgroundWorker::Priority::Normal};  ///< last: it uses the rest
};

}  // namespace cleave::workbench
