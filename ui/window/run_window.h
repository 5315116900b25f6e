// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QStringList>
#include <cstdint>
#include <vector>

#include "core/plain/request_record.h"
#include "ui/theme/look.h"
#include "ui/window/run_types.h"

namespace cleave::ui {

class Banner;
class Menus;
class RunStatusBar;
class RunWorkspace;
class TopBar;

/// The workbench's window. It shows what it is told and says what the user wants; it knows of no link, model file or
/// learner. All calls from the GUI thread.
class RunWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit RunWindow(QWidget* parent = nullptr);

  void setTheme(Theme theme);
  [[nodiscard]] RunSettings settings() const;
  [[nodiscard]] RunState state() const { return state_; }
  /// Saves what the window shows. @throws cleave::Error with one sentence
  void savePicture(const QString& path);

 public Q_SLOTS:
  /// Also clears the run.
  void setModel(const cleave::ui::ModelSummary& model);
  void setPolicies(const QStringList& names, const QString& current);
  void setDeviceName(const QString& name);
  void setSettings(const cleave::ui::RunSettings& settings);
  /// The sample set: HWC, 8-bit RGB. Records refer to it by index.
  void setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb);
  /// Batches, at most 30 a second, of any size.
  void appendRecords(const std::vector<cleave::RequestRecord>& records);
  /// `message`: progress ("Deploying model 43 %, 2 s left"), or the one sentence that says what went wrong.
  void setState(cleave::ui::RunState state, const QString& message = {});
  void setRecordingPath(const QString& path);
  void clearRun();

 Q_SIGNALS:
  void startRequested(const cleave::ui::RunSettings& settings);
  void pauseRequested();
  void resumeRequested();
  void stopRequested();
  void settingsChanged(const cleave::ui::RunSettings& settings);
  void openModelRequested(const QString& path);
  void exportRequested(const QString& directory);

 protected:
  bool event(QEvent* event) override;

 private:
  void start();
  void stop();
  void startOrPause();
  void connectMenus();
  void applyTheme();

  TopBar* top_;
  Menus* menus_;
  Banner* banner_;
  RunWorkspace* workspace_;
  RunStatusBar* status_;
  Theme theme_ = Theme::System;
  RunState state_ = RunState::Idle;
  bool hasModel_ = false;
};

}  // namespace cleave::ui
