// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "app/experiment/experiment.h"
#include "app/workbench/run/feature_controller.h"
#include "app/workbench/run/figure_exporter.h"
#include "app/workbench/run/model_loader.h"
#include "app/workbench/run/run_archive.h"
#include "app/workbench/run/run_device.h"
#include "app/workbench/run/run_session.h"
#include "ui/device/device_settings.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

/// Connects the window to what it controls: the loader of models, the running experiment, the archive of runs, the
/// features that map and sample show, and the exporter of figures. Knows which settings the next run has.
class RunController : public QObject {
  Q_OBJECT

 public:
  /// @param base what the window does not set: agent, samples, pacing, demonstration link
  /// @param runsFolder where runs are recorded; empty: where the user's data live
  RunController(ui::RunWindow& window, ExperimentOptions base, const QString& runsFolder = {},
                QObject* parent = nullptr);
  ~RunController() override;

  /// Loads a bundle in the background and shows it; an error becomes the window's message. A run that is active is
  /// stopped, and keeps its model until its last record.
  /// @param thenStart start a run as soon as it is loaded
  void openModel(const QString& file, bool thenStart = false);

  /// Of the runs to come. What it calls outlives this.
  void setWatcher(RunSession::Watcher watcher) { watcher_ = std::move(watcher); }
  /// The run is decided by it, from the next request on if one is active. @param policy as LiveSettings has it
  /// @returns false when it cannot decide here, which the user was told
  bool usePolicy(const QString& policy);
  /// That can be chosen by a short name.
  [[nodiscard]] static QStringList policyNames();
  [[nodiscard]] RunArchive& archive() { return archive_; }

  /// What the device panel sets: now, if a run is active, and for every later one.
  /// @throws Error with one sentence, and changes nothing
  void setDevice(const RunDevice& device);
  [[nodiscard]] const RunDevice& device() const { return device_; }
  [[nodiscard]] bool running() const { return session_.isActive(); }
  /// A run is active, or a model is being loaded.
  [[nodiscard]] bool busy() const { return running() || loader_.isLoading() || loaded_; }
  [[nodiscard]] bool isRecordingTo(const QString& journal) const { return running() && journal == recording_; }
  /// As the user's Stop; nor does a model that is being loaded start one.
  void endRun();
  /// The window shows this recorded run: figures are made of it. Not while one is active.
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
  void connectWindow();
  void connectSession();
  void connectFiles();
  void start(const ui::RunSettings& settings);
  void change(const ui::RunSettings& settings);
  void takeDevice(const DeviceReport& report);
  void takeEnd(const QString& error);
  void takeLoad(const LoadedModel& result);
  void showModel(const LoadedModel& result);
  void exportFigures(const QString& directory);
  /// Counts with the next request; what cannot be is told and put back. @returns whether it could
  bool take(const ui::RunSettings& settings);
  [[nodiscard]] LiveSettings liveSettings(const ui::RunSettings& settings) const;

  ui::RunWindow& window_;
  ExperimentOptions base_;
  RunDevice device_;
  std::shared_ptr<const Model> model_;
  ui::RunSettings settings_;  ///< that the run has
  RunSession::Watcher watcher_;
  QString recording_;                  ///< the latest run's file: a journal until it is packed
  std::optional<LoadedModel> loaded_;  ///< waits for the end of the run
  bool startAfterLoad_ = false;
  std::optional<ui::RunSettings> startAfterEnd_;
  FeatureController features_;
  RunArchive archive_;
  ModelLoader loader_;
  FigureExporter exporter_;
  RunSession session_;  ///< ends first: it reports to the rest
};

}  // namespace cleave::workbench
