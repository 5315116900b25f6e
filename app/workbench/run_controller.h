// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/experiment/experiment.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

/// Binds the window to the experiment. The experiment runs on a thread of its own and leaves what it has to say in a
/// mailbox; the GUI thread empties it at 30 Hz, so that neither ever waits for the other.
class RunController : public QObject {
  Q_OBJECT

 public:
  /// @param base what the window does not set: agent, samples, pacing, demonstration link
  RunController(ui::RunWindow& window, ExperimentOptions base, QObject* parent = nullptr);
  ~RunController() override;

  /// Loads a bundle off the GUI thread and shows it; an error becomes the window's message.
  /// @param thenStart start a run as soon as it is loaded
  void openModel(const QString& file, bool thenStart = false);

 private:
  struct Mailbox {
    std::mutex mutex;
    std::vector<RequestRecord> records;
    std::shared_ptr<const SampleSet> samples;
    std::shared_ptr<const Model> model;
    QString loadError;
    QString phase;
    QString error;
    QString notice;
    bool loaded = false;  ///< a load ended, with `model` or `loadError`
    bool exported = false;
    bool started = false;
    bool ended = false;
  };

  void start(const ui::RunSettings& settings);
  void change(const ui::RunSettings& settings);
  void stop();
  void drain();
  void takeLoad();
  void showModel(std::shared_ptr<const Model> model);
  void exportFigures(const QString& directory);
  [[nodiscard]] LiveSettings liveSettings(const ui::RunSettings& settings) const;

  ui::RunWindow& window_;
  ExperimentOptions base_;
  std::shared_ptr<const Model> model_;
  std::shared_ptr<Experiment> experiment_;
  QString journal_;  ///< of the latest run
  bool loading_ = false;
  bool exporting_ = false;
  QString nextLoad_;  ///< asked for while another was being loaded
  bool startAfterLoad_ = false;
  std::optional<ui::RunSettings> startAfterEnd_;
  Mailbox mailbox_;
  QTimer timer_;
  std::jthread loader_;
  std::jthread worker_;
  std::jthread exporter_;
};

}  // namespace cleave::workbench
