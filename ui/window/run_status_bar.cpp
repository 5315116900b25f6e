// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_status_bar.h"

#include <QLabel>
#include <QToolButton>

#include "ui/panels/run_statistics.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

QString stateText(RunState state) {
  switch (state) {
    case RunState::Idle:
      return RunStatusBar::tr("ready");
    case RunState::Connecting:
      return RunStatusBar::tr("connecting");
    case RunState::Running:
      return RunStatusBar::tr("live");
    case RunState::Paused:
      return RunStatusBar::tr("paused");
    case RunState::Finished:
      return RunStatusBar::tr("finished");
    case RunState::Failed:
      return RunStatusBar::tr("failed");
  }
  return {};
}

}  // namespace

RunStatusBar::RunStatusBar(QWidget* parent)
    : QStatusBar(parent),
      state_(new QLabel),
      counts_(new QLabel),
      errors_(new QToolButton),
      recording_(new QLabel),
      model_(new QLabel),
      colours_(lightColours()) {
  setSizeGripEnabled(false);
  setFixedHeight(26);
  setContentsMargins(8, 0, 8, 0);
  state_->setObjectName(QStringLiteral("stateText"));
  counts_->setObjectName(QStringLiteral("countsText"));
  recording_->setObjectName(QStringLiteral("recordingText"));
  addWidget(state_);
  addWidget(counts_);
  errors_->setObjectName(QStringLiteral("errorsButton"));
  errors_->setProperty("plain", true);
  errors_->setToolTip(tr("Show the log"));
  errors_->hide();
  connect(errors_, &QToolButton::clicked, this, &RunStatusBar::errorsPressed);
  addWidget(errors_);
  addPermanentWidget(recording_);
  addPermanentWidget(model_);
}

void RunStatusBar::setState(RunState state) {
  runState_ = state;
  showState();
}

void RunStatusBar::setWork(const QString& text) {
  work_ = text;
  showState();
}

void RunStatusBar::setColours(const Colours& colours) {
  colours_ = colours;
  showState();
}

void RunStatusBar::showState() {
  const bool live = runState_ == RunState::Running;
  const bool waiting = runState_ == RunState::Paused || runState_ == RunState::Connecting;
  const QColor dot = runState_ == RunState::Failed ? colours_.violation
                     : live                        ? colours_.exit
                     : waiting                     ? colours_.device
                                                   : colours_.faint;
  const QString text = work_.isEmpty() ? stateText(runState_) : stateText(runState_) + QStringLiteral(" · ") + work_;
  state_->setText(QStringLiteral("<span style='color:%1'>●</span> %2").arg(dot.name(), text.toHtmlEscaped()));
}

void RunStatusBar::setErrorCount(int count) {
  errors_->setText(plural(count, tr("%n problem"), tr("%n problems")));
  errors_->setVisible(count > 0);
}

void RunStatusBar::setRecordingPath(const QString& path) {
  showPath(path, tr("recording %1  ·"));
}

void RunStatusBar::setShownPath(const QString& path) {
  showPath(path, tr("showing %1  ·"));
}

void RunStatusBar::showPath(const QString& path, const QString& text) {
  recording_->setToolTip(path);
  recording_->setText(path.isEmpty() ? QString()
                                     : text.arg(QFontMetrics(textFont(12)).elidedText(path, Qt::ElideMiddle, 420)));
}

void RunStatusBar::setModelName(const QString& name) {
  model_->setText(name.isEmpty()
                      ? tr("no model")
                      : tr("model %1").arg(QFontMetrics(textFont(12)).elidedText(name, Qt::ElideMiddle, 220)));
}

void RunStatusBar::showStatistics(const RunStatistics& statistics) {
  if (statistics.requests() == 0) {
    counts_->clear();
    return;
  }
  counts_->setText(tr("· %1 requests/s · %2, %3 failed, %4")
                       .arg(formatNumber(statistics.rate()),
                            plural(statistics.requests(), tr("%n request"), tr("%n requests")),
                            formatCount(statistics.failed()),
                            plural(statistics.fallbacks(), tr("%n fallback"), tr("%n fallbacks"))));
}

}  // namespace cleave::ui
