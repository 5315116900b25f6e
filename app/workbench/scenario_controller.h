// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <memory>
#include <thread>

#include "app/workbench/latest_worker.h"
#include "app/workbench/scenario_check.h"
#include "app/workbench/scenario_shelf.h"
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
  [[nodiscard]] std::vector<ui::ScenarioChoice> scenarios() const { return shelf_.all(); }
  /// A shipped one's name or a file.
  void open(const QString& id);

 Q_SIGNALS:
  /// One was saved: list them anew.
  void scenariosChanged();
  /// "Use in this run". @param id of what is saved just so; empty for a text that is not
  void used(const QString& title, const QString& id, std::shared_ptr<const cleave::LiveScenario> scenario);
  /// A sentence for the log.
  void remark(const QString& sentence);

 private:
  void showText();
  void saveTo(const QString& file, const QString& text);
  void saveAs(const QString& name, bool replace);
  void use();
  [[nodiscard]] std::string folderOfTraces() const;

  ui::ScenarioPanel& panel_;
  ScenarioShelf shelf_;
  std::uint64_t seed_;
  bool saving_ = false;
  std::jthread saver_;
  LatestWorker checker_;
  LatestWorker user_;
};

}  // namespace cleave::workbench
