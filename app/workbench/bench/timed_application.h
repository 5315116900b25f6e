// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <functional>
#include <utility>

namespace cleave::workbench {

/// Times what the GUI thread does: every event's handling, whichever event loop Qt was built with.
class TimedApplication : public QApplication {
  Q_OBJECT

 public:
  /// Of one event with all events that were handled within it. `painted`: a widget was painted.
  using Watcher = std::function<void(double ms, bool painted)>;

  using QApplication::QApplication;
  /// Empty: nothing is timed.
  void setWatcher(Watcher watcher) { watcher_ = std::move(watcher); }
  bool notify(QObject* receiver, QEvent* event) override;

 private:
  Watcher watcher_;
  int depth_ = 0;
  bool painted_ = false;
};

}  // namespace cleave::workbench
