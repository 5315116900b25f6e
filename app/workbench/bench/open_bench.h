// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <vector>

#include "app/workbench/window/workbench.h"

namespace cleave::workbench {

struct OpenFigures {
  std::uint64_t requests = 0;
  double openS = 0;               ///< from the click to the last chart's first drawing
  double openLongestBlockMs = 0;  ///< that the GUI thread did not come back to its events meanwhile
  double panP50Ms = 0;            ///< of frames in which the charts moved
  double panP99Ms = 0;
  double panMaxMs = 0;
  // The same in the GUI thread's own processor time: whatever else the machine does is not in it.
  double openLongestCpuMs = 0;
  double panP99CpuMs = 0;
};

/// Opens a recorded run in the window as a user does, then pans and zooms through it. Times the GUI thread by a timer
/// of one millisecond that it serves itself: what comes late was held up, by whatever it was.
class OpenBench : public QObject {
  Q_OBJECT

 public:
  OpenBench(ui::RunWindow& window, Workbench& workbench, const QString& file);
  void start();

 Q_SIGNALS:
  void finished(const cleave::workbench::OpenFigures& figures);
  void failed(const QString& sentence);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void beat();
  void move();
  void end();
  [[nodiscard]] bool allDrawn() const;

  ui::RunWindow& window_;
  Workbench& workbench_;
  QString file_;
  QTimer beat_;
  QTimer move_;
  QElapsedTimer since_;  ///< the click
  QElapsedTimer sinceBeat_;
  bool shown_ = false;
  bool painted_ = false;
  int moves_ = 0;
  OpenFigures figures_;
  std::vector<float> frames_;
  std::vector<float> cpuFrames_;
  double cpuMs_ = 0;  ///< of the thread at the last beat
};

}  // namespace cleave::workbench
