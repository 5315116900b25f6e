// SPDX-License-Identifier: GPL-3.0-or-later
// Runs from files in the window.
#include <QDir>
#include <utility>

#include "ui/panels/run_statistics.h"
#include "ui/theme/format.h"
#include "ui/window/menus.h"
#include "ui/window/run_file_bar.h"
#include "ui/window/run_status_bar.h"
#include "ui/window/run_view.h"
#include "ui/window/run_view_data.h"
#include "ui/window/run_window.h"

namespace cleave::ui {
namespace {

QString lineOf(const RecordedRun& run) {
  QStringList parts{RunWindow::tr("Recorded %1").arg(run.startedAt), run.model.name, run.policy};
  if (run.targetMs > 0) parts << RunWindow::tr("target %1").arg(formatMs(run.targetMs));
  parts << run.device << run.scenario << RunWindow::tr("%1 requests").arg(formatCount(run.requests));
  if (run.truncated) parts << RunWindow::tr("ended in the middle of a record");
  parts.removeAll(QString());
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

void RunWindow::connectRuns() {
  connect(run_, &RunView::recordedShown, this, &RunWindow::recordedRunShown);
  connect(runFile_, &RunFileBar::cancelPressed, this, &RunWindow::openingCancelled);
  connect(runFile_, &RunFileBar::closePressed, this, &RunWindow::closeRecordedRun);
}

std::unique_ptr<RunViewData> RunWindow::makeFilling(std::size_t requests, const NetworkDescription& network) const {
  return run_->makeFilling(requests, network);
}

void RunWindow::showRecordedRun(const RecordedRun& run, std::shared_ptr<RunViewData> filling) {
  recorded_ = run;
  setState(RunState::Finished);
  run_->showRecorded(run, std::move(filling));
  const QString line = lineOf(run);
  runFile_->showRun(line, line + QLatin1Char('\n') + QDir::toNativeSeparators(run.path));
  status_->setShownPath(run.path);
  showTitle();
}

void RunWindow::closeRecordedRun() {
  clearRun();
  setState(RunState::Idle);
  Q_EMIT recordedRunClosed();
}

void RunWindow::forgetRecordedRun() {
  if (!recorded_) return;
  recorded_.reset();
  runFile_->showRun({}, {});
  status_->setShownPath({});
  showTitle();
}

void RunWindow::setOpening(const QString& text, double done) {
  if (text.isEmpty()) {
    runFile_->endOpening();
  } else {
    runFile_->showOpening(text, done);
  }
}

void RunWindow::setRunFiles(const QList<RunFile>& runs) {
  menus_->setRuns(runs);
}

}  // namespace cleave::ui
