// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/bench/open_bench.h"

#include <time.h>

#include <QCoreApplication>
#include <QEvent>
#include <algorithm>
#include <utility>

#include "core/statistics/quantile.h"
#include "ui/charts/live_plot.h"

namespace cleave::workbench {
namespace {

constexpr int kMoveMs = 16;
constexpr int kMoves = 300;
constexpr int kMovesAZoom = 50;  // the spans: all of it, a third, a tenth...

double ms(const QElapsedTimer& timer) {
  return 1e-6 * static_cast<double>(timer.nsecsElapsed());
}

double threadCpuMs() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

}  // namespace

OpenBench::OpenBench(ui::RunWindow& window, Workbench& workbench, const QString& file)
    : window_(window), workbench_(workbench), file_(file) {
  beat_.setTimerType(Qt::PreciseTimer);
  move_.setTimerType(Qt::PreciseTimer);
  connect(&beat_, &QTimer::timeout, this, &OpenBench::beat);
  connect(&move_, &QTimer::timeout, this, &OpenBench::move);
  connect(&workbench_.viewer(), &RunViewer::shown, this, [this] { shown_ = true; });
  connect(&workbench_.viewer(), &RunViewer::failed, this,
          [this](const QString&, const QString& sentence) { Q_EMIT failed(sentence); });
}

void OpenBench::start() {
  QCoreApplication::instance()->installEventFilter(this);
  sinceBeat_.start();
  cpuMs_ = threadCpuMs();
  beat_.start(1);
  since_.start();
  workbench_.open(file_);
}

bool OpenBench::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::Paint) painted_ = true;
  return QObject::eventFilter(object, event);
}

bool OpenBench::allDrawn() const {
  return shown_ && std::ranges::all_of(window_.findChildren<ui::LivePlot*>(), [](const ui::LivePlot* plot) {
           return !plot->isVisible() || plot->buffer().size() == 0 || plot->rowsVisited() > 0;
         });
}

void OpenBench::beat() {
  const double late = ms(sinceBeat_);
  sinceBeat_.restart();
  const double cpu = threadCpuMs();
  const double worked = cpu - std::exchange(cpuMs_, cpu);
  const bool painted = std::exchange(painted_, false);
  if (move_.isActive()) {
    if (!painted) return;
    frames_.push_back(static_cast<float>(late));
    cpuFrames_.push_back(static_cast<float>(worked));
    return;
  }
  figures_.openLongestBlockMs = std::max(figures_.openLongestBlockMs, late);
  figures_.openLongestCpuMs = std::max(figures_.openLongestCpuMs, worked);
  if (!allDrawn() || painted) return;  // what was drawn last is to be on the screen, too
  figures_.openS = 1e-3 * ms(since_);
  figures_.requests = window_.requestsCounted();
  move_.start(kMoveMs);
}

void OpenBench::move() {
  ui::TimeAxis& axis = window_.findChild<ui::LivePlot*>()->timeAxis();
  const double span = axis.range().span();
  if (moves_ % kMovesAZoom == 0) {
    axis.zoom(3);
  } else {
    axis.pan(moves_ / kMovesAZoom % 2 == 0 ? span / 100 : -span / 100);
  }
  if (++moves_ == kMoves) end();
}

void OpenBench::end() {
  move_.stop();
  beat_.stop();
  figures_.panP50Ms = quantile(frames_, 0.5);
  figures_.panP99Ms = quantile(frames_, 0.99);
  figures_.panP99CpuMs = quantile(cpuFrames_, 0.99);
  figures_.panMaxMs = quantile(frames_, 1);
  Q_EMIT finished(figures_);
}

}  // namespace cleave::workbench
