// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/bench/timed_application.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QThread>

namespace cleave::workbench {

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
  // Other threads' event loops come through here, too.
  if (!watcher_ || QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
  if (event->type() == QEvent::Paint) painted_ = true;
  if (depth_ > 0) return QApplication::notify(receiver, event);
  QElapsedTimer timer;
  timer.start();
  ++depth_;
  const bool result = QApplication::notify(receiver, event);
  --depth_;
  const double ms = 1e-6 * static_cast<double>(timer.nsecsElapsed());
  if (watcher_) watcher_(ms, std::exchange(painted_, false));
  return result;
}

}  // namespace cleave::workbench
