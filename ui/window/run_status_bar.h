// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include "ui/theme/colours.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

class RunStatistics;

/// State, other work, rate, counts; where the run is recorded; the model.
class RunStatusBar : public QStatusBar {
  Q_OBJECT

 public:
  explicit RunStatusBar(QWidget* parent = nullptr);
  void setState(RunState state);
  /// What goes on beside the run, and how far; empty: nothing.
  void setWork(const QString& text);
  void setColours(const Colours& colours);
  void setRecordingPath(const QString& path);
  /// Of a run that was opened.
  void setShownPath(const QString& path);
  void setModelName(const QString& name);
  void showStatistics(const RunStatistics& statistics);
  /// How many errors there were; none shows nothing.
  void setErrorCount(int count);

 Q_SIGNALS:
  void errorsPressed();

 private:
  void showState();
  void showPath(const QString& path, const QString& text);

  QLabel* state_;
  QLabel* counts_;
  QToolButton* errors_;
  QLabel* recording_;
  QLabel* model_;
  QString work_;
  RunState runState_ = RunState::Idle;
  Colours colours_;
};

}  // namespace cleave::ui
