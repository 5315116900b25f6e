// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>
#include <functional>
#include <utility>

#include "ui/compare/compare_panel.h"

namespace cleave::workbench {

/// Binds the Compare panel to `cleave-cli policy compare` and `compare-live`: a process of its own, so that a long
/// comparison neither holds up the window nor takes it along. What it prints is shown and kept line by line.
class CompareController : public QObject {
  Q_OBJECT

 public:
  struct Options {
    QString program = {};   ///< empty: the cleave-cli beside this program
    QString folder = {};    ///< where comparisons are kept; empty: comparisons/ in the user's data folder
    QString model = {};     ///< bundle; empty: the one that ships with Cleave
    int patienceMs = 8000;  ///< after Stop, before the process is killed
  };

  explicit CompareController(ui::ComparePanel& panel);
  CompareController(ui::ComparePanel& panel, Options options, QObject* parent = nullptr);
  /// Ends a comparison that is under way; its lines so far are kept.
  ~CompareController() override;

  void setModel(const QString& bundle) { options_.model = bundle; }
  /// Asked for when a live comparison starts: "local", or the address of the device that it shall run on.
  void setAgent(std::function<QString()> agent) { agent_ = std::move(agent); }
  void run(const ui::CompareRequest& request);
  void stop();
  void open(const QString& file);
  /// What can be chosen: names and files.
  void setScenarios(const QStringList& scenarios);
  void save(const QString& file);
  [[nodiscard]] bool isRunning() const { return process_.state() != QProcess::NotRunning; }
  /// The program's arguments for a request.
  [[nodiscard]] QStringList argumentsFor(const ui::CompareRequest& request) const;

 Q_SIGNALS:
  void runningChanged(bool running);
  /// @param done 0..1; negative: not known
  void progressed(double done, const QString& text);
  /// For the log: how a comparison ended.
  void notified(const QString& sentence, bool isError);

 private:
  void offer();
  void takeLines();
  void takeProgress();
  void keep(const QByteArray& line);
  void finished(int status, QProcess::ExitStatus how);
  void tell(const QString& sentence, bool isError);

  ui::ComparePanel& panel_;
  Options options_;
  std::function<QString()> agent_;
  QProcess process_;
  QTimer patience_;
  ui::Comparison comparison_;
  QByteArray lines_;    ///< of the comparison that is shown, as they were printed
  QByteArray partial_;  ///< of a line on standard output that has not ended
  QByteArray partialError_;
  QString sentence_;  ///< the last one on standard error
  QString warning_;   ///< of what went wrong here
  QString kept_;      ///< file of the comparison that is shown; empty while nothing was kept
  int asked_ = 0;     ///< policies
  bool stopped_ = false;
};

}  // namespace cleave::workbench
