// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/experiment/experiment.h"
#include "app/workbench/run/feature_controller.h"
#include "app/workbench/run/run_archive.h"
#include "app/workbench/run/run_device.h"
#include "ui/device/device_settings.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

/// Binds the window to the experiment. The experiment runs on a thread of its own and leaves what it has to say in a
/// mailbox; the GUI thread empties it at 30 Hz, so that neither ever waits for the other.
class RunController : public QObject {
  Q_OBJECT

 public:
  /// @param base what the window does not set: agent, samples, pacing, demonstration link
  /// @param runsFolder where runs are recorded; empty: where the user's data live
  RunController(ui::RunWindow& window, ExperimentOptions base, const QString& runsFolder = {},
                QObject* parent = nullptr);
  ~RunController() override;

  /// Loads a bundle off the GUI thread and shows it; an error becomes the window's message.
  /// @param thenStart start a run as soon as it is loaded
  void openModel(const QString& file, bool thenStart = false);

  /// Whoever else wants to hear of the runs to come: may set what of the events is still empty. It outlives this.
  void setWatcher(std::function<void(ExperimentEvents& events)> watcher) { watcher_ = std::move(watcher); }
  /// The run is decided by it, from the next request on if one goes on. @param policy as LiveSettings has it
  /// @returns false when it cannot decide here, which has been told
  bool usePolicy(const QString& policy);
  /// That can be chosen by a short name.
  [[nodiscard]] static QStringList policyNames();
  [[nodiscard]] RunArchive& archive() { return archive_; }

  /// What the device panel sets: now, if a run goes on, and of every later one.
  /// @throws Error with one sentence, and changes nothing
  void setDevice(const RunDevice& device);
  [[nodiscard]] const RunDevice& device() const { return device_; }
  [[nodiscard]] bool running() const { return experiment_ != nullptr; }
  /// A run goes on, or a model is being loaded.
  [[nodiscard]] bool busy() const { return experiment_ || loading_; }
  [[nodiscard]] bool isRecordingTo(const QString& journal) const { return experiment_ && journal == recording_; }
  /// As the user's Stop; nor does a model that is being loaded start one.
  void endRun();
  /// The window shows this recorded run: figures are made of it. Not while one goes on.
  void setShownRun(const QString& file);
  /// The images that it saw, and what its device computed with: features can be shown.
  void setShownFrames(std::shared_ptr<const SampleSet> frames, DevicePrecision precision);
  /// Nothing before one was opened.
  [[nodiscard]] std::shared_ptr<const Model> model() const { return model_; }
  /// Of the data set; empty: its usual place.
  [[nodiscard]] const std::string& dataFolder() const { return base_.dataFolder; }

 Q_SIGNALS:
  /// @param file its bundle
  void modelOpened(const QString& file);
  /// What the run has from now on, or the next one will have.
  void settingsTaken(const cleave::ui::RunSettings& settings);
  /// How the device is doing, for the device panel.
  void deviceStateChanged(const cleave::ui::DeviceState& state);
  /// The device is ready, at first and after every change; a problem says why it is still the one before.
  void deviceReported(const cleave::DeviceReport& report);
  /// The user moved the top bar's link: a scenario has given way to it.
  void linkRateChosen(double mbps);

 private:
  struct Mailbox {
    std::mutex mutex;
    std::vector<RequestRecord> records;
    std::shared_ptr<const SampleSet> samples;
    std::shared_ptr<const Model> model;
    QString loadError;
    QString phase;
    std::optional<ui::DeviceState> deviceState;
    std::optional<DeviceReport> device;
    QString error;
    QString notice;
    bool trouble = false;  ///< what the notice tells of
    bool loaded = false;   ///< a load ended, with `model` or `loadError`
    bool exported = false;
    bool started = false;
    bool ended = false;
  };

  void start(const ui::RunSettings& settings);
  void change(const ui::RunSettings& settings);
  void stop();
  void drain();
  void takeDevice(const DeviceReport& report);
  void takeLoad();
  void showModel(std::shared_ptr<const Model> model);
  void exportFigures(const QString& directory);
  /// Counts with the next request; what cannot be is told and put back. @returns whether it could
  bool take(const ui::RunSettings& settings);
  [[nodiscard]] LiveSettings liveSettings(const ui::RunSettings& settings) const;

  ui::RunWindow& window_;
  ExperimentOptions base_;
  RunDevice device_;
  std::shared_ptr<const Model> model_;
  std::shared_ptr<Experiment> experiment_;
  bool underWay_ = false;     ///< the run has begun, and has not ended
  ui::RunSettings settings_;  ///< that the run has
  std::function<void(ExperimentEvents&)> watcher_;
  QString recording_;  ///< the latest run's file: a journal until it is packed
  bool loading_ = false;
  QString loadPath_;  ///< what is being loaded
  bool exporting_ = false;
  QString nextLoad_;  ///< asked for while another was being loaded
  bool startAfterLoad_ = false;
  std::optional<ui::RunSettings> startAfterEnd_;
  FeatureController features_;
  RunArchive archive_;
  Mailbox mailbox_;
  QTimer timer_;
  std::jthread loader_;
  std::jthread worker_;
  std::jthread exporter_;
};

}  // namespace cleave::workbench
