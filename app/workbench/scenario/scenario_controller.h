// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <cstdint>
#include <memory>
#include <optional>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/scenario/scenario_check.h"
#include "app/workbench/scenario/scenario_draft.h"
#include "app/workbench/scenario/scenario_library.h"
#include "ui/scenario/scenario_panel.h"

namespace cleave::workbench {

/// Binds the scenario panel to rl: fields, problem and preview of every text, and what is kept on disk. What reads
/// files or draws links runs on a worker; the newest text wins.
class ScenarioController : public QObject {
  Q_OBJECT

 public:
  /// @param folder of the user's own scenarios @param seed of what is drawn at random, as a run's
  ScenarioController(ui::ScenarioPanel& panel, const QString& folder, std::uint64_t seed, QObject* parent = nullptr);

  /// All that can be opened, for others that list them.
  [[nodiscard]] std::vector<ui::ScenarioChoice> scenarios() const { return library_.all(); }
  ~ScenarioController() override;

  /// A shipped one's name or a file.
  void open(const QString& id);
  /// What was typed the last time and not saved, over what it was typed into; one step to be undone. Nothing where all
  /// was saved. From then on what is typed is kept.
  void restoreDraft();

 Q_SIGNALS:
  /// One was saved: list them anew.
  void scenariosChanged();
  /// "Use in this run". @param id of what is saved just so; empty for a text that is not
  void used(const QString& title, const QString& id, std::shared_ptr<const cleave::LiveScenario> scenario);
  /// For the log.
  void warned(const QString& message);
  void noticed(const QString& notice);

 private:
  void showText();
  void saveTo(const QString& file, const QString& text);
  void saveAs(const QString& name, bool replace);
  void use();
  [[nodiscard]] QString openedId() const;
  void keepDraft();
  /// Now, on this thread. @returns false when it could not be written
  bool writeDraft(bool modified, const ScenarioDraft::Text& draft) const;
  [[nodiscard]] std::string folderOfTraces() const;

  ui::ScenarioPanel& panel_;
  ScenarioLibrary library_;
  ScenarioDraft draft_;
  QTimer keepLater_;
  std::uint64_t seed_;
  bool saving_ = false;
  using Priority = BackgroundWorker::Priority;
  BackgroundWorker saver_{*this, Priority::Normal, BackgroundWorker::AtEnd::FinishWaiting};
  BackgroundWorker checker_{*this, Priority::Normal};
  BackgroundWorker user_{*this, Priority::Normal};
  std::optional<BackgroundWorker> keeper_;  ///< of what is typed, once restoreDraft() was called
};

}  // namespace cleave::workbench
