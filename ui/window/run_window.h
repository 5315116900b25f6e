// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QMainWindow>
#include <QStringList>
#include <QTimer>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/types/request_record.h"
#include "ui/panels/log_model.h"
#include "ui/theme/look.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QUndoStack;
QT_END_NAMESPACE

namespace cleave::ui {

class Banner;
class DockArea;
class FileSaver;
class LayoutUndo;
class LogPanel;
class Menus;
class Panel;
class RecentFiles;
class RunFileBar;
class RunViewData;
class RunStatusBar;
class RunView;
class TopBar;
class WindowDialogs;
class WorkspaceBar;
class Workspaces;

/// Where the window keeps what outlives it; empty paths keep nothing.
struct WindowFiles {
  QString layouts;
  QString recent;
};

/// The workbench's window. It shows what it is told and says what the user wants; it knows of no link, model file or
/// learner. All calls from the GUI thread.
class RunWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit RunWindow(const WindowFiles& files = {}, QWidget* parent = nullptr);
  ~RunWindow() override;

  /// One more panel, before restoreLayout(). The window owns it.
  void addPanel(const QString& id, Panel* panel);
  /// After all panels were added: the layouts, the theme and what else the user chose, as they were left.
  void restoreLayout();
  /// "run", "train", "compare" or the user's own.
  void openWorkspace(const QString& name);
  [[nodiscard]] DockArea& panels() { return *area_; }
  [[nodiscard]] Workspaces& workspaces() { return *workspaces_; }
  /// Of the layout.
  [[nodiscard]] QUndoStack& undoStack();
  /// Undo goes to this stack while the focus is within `scope`. Both outlive the window or are its own.
  void addUndoStack(QUndoStack* stack, QWidget* scope);

  /// One more line of the Run menu, with a key that F1 lists.
  QAction* addRunAction(const QString& text, const QKeySequence& key);

  void setTheme(Theme theme);
  /// Until the window closes, without being kept: the user's choice comes back the next time.
  void showTheme(Theme theme);
  [[nodiscard]] RunSettings settings() const;
  [[nodiscard]] RunState state() const { return state_; }
  /// Of the run that is shown.
  [[nodiscard]] std::uint64_t requestsCounted() const;
  /// Saves what the window shows. @throws cleave::Error with one sentence
  void savePicture(const QString& path);
  /// For showRecordedRun(), to be filled by any thread meanwhile.
  [[nodiscard]] std::unique_ptr<RunViewData> makeFilling(std::size_t requests, const NetworkDescription& network) const;
  /// A run from a file, whole, in place of what is shown, until the next one starts, a model is opened, or the user
  /// closes it. Chart after chart, then recordedRunShown(); what was shown is then left in `filling`.
  void showRecordedRun(const RecordedRun& run, std::shared_ptr<RunViewData> filling);
  /// The one that is shown, if what is shown comes from a file.
  [[nodiscard]] const std::optional<RecordedRun>& recordedRun() const { return recorded_; }

 public Q_SLOTS:
  /// Also clears the run.
  void setModel(const cleave::ui::ModelSummary& model);
  void setPolicies(const QStringList& names, const QString& current);
  /// One more to choose from: a file of the user's.
  void offerPolicy(const QString& policy);
  void setDeviceName(const QString& name);
  void setSettings(const cleave::ui::RunSettings& settings);
  /// The sample set: HWC, 8-bit RGB. Records refer to it by index.
  void setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb);
  /// Those of the recorded run that is shown.
  void setRecordedFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb);
  /// Batches, at most 30 a second, of any size.
  void appendRecords(const std::vector<cleave::RequestRecord>& records);
  /// `message`: progress ("Deploying model 43 %, 2 s left"), or the one sentence that says what went wrong.
  void setState(cleave::ui::RunState state, const QString& message = {});
  /// A sentence that the user should see now: the banner, and the log.
  void notify(cleave::ui::LogModel::Kind kind, const QString& sentence);
  /// What long work is under way beside the run, for the title: "training 43 %, 2 min left"; empty for none.
  void setBackgroundWork(const QString& text);
  void setRecordingPath(const QString& path);
  void clearRun();
  /// Remembers that the file was opened.
  void noteOpened(const QString& path);
  /// Files that were opened and are still there, newest first.
  [[nodiscard]] QStringList recentFiles() const;
  /// "Opening run.cleaverun, 43 %", with a way to give it up; empty: it is over. @param done 0..1
  void setOpening(const QString& text, double done = -1);
  /// What File > Open run offers, newest first.
  void setRunFiles(const QList<cleave::ui::RunFile>& runs);

 Q_SIGNALS:
  /// The list of runs is about to be read.
  void runFilesWanted();
  void openingCancelled();
  void recordedRunShown();
  /// The user looks at this request of the run; nullopt: at the latest again.
  void requestPicked(std::optional<std::uint64_t> request);
  /// By the user.
  void recordedRunClosed();
  void startRequested(const cleave::ui::RunSettings& settings);
  void pauseRequested();
  void resumeRequested();
  void stopRequested();
  void settingsChanged(const cleave::ui::RunSettings& settings);
  /// A file of the user's choice, of any kind.
  void openRequested(const QString& path);
  void exportRequested(const QString& directory);

 protected:
  bool event(QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void start();
  void stop();
  void startOrPause();
  void build();
  void connectBars();
  void connectMenus();
  void notifyError(const QString& sentence);
  void setMemory(int requests);
  bool saveLayout();
  void applyTheme();
  void showTitle();
  void closeRecordedRun();
  void forgetRecordedRun();

  std::unique_ptr<RecentFiles> recent_;
  FileSaver* saver_;
  DockArea* area_;
  Workspaces* workspaces_;
  LayoutUndo* undo_;
  WindowDialogs* dialogs_;
  TopBar* top_;
  RunView* run_;
  Menus* menus_;
  WorkspaceBar* workspaceBar_;
  Banner* banner_;
  RunFileBar* runFile_;
  LogPanel* log_;
  RunStatusBar* status_;
  Theme theme_ = Theme::System;
  Theme chosenTheme_ = Theme::System;  ///< by the user, to be kept
  QTimer saveLater_;
  bool restored_ = false;      ///< before, nothing that could be saved is the user's
  std::optional<int> memory_;  ///< requests that the charts remember, where the user chose
  RunState state_ = RunState::Idle;
  QString modelName_;
  std::optional<RecordedRun> recorded_;
  QString work_;
  bool hasModel_ = false;
};

}  // namespace cleave::ui
