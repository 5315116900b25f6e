// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/gui_bench.h"

#include <unistd.h>

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>
#include <algorithm>
#include <chrono>
#include <fstream>

#include "app/workbench/scripted_run.h"
#include "ui/charts/plot_buffer.h"

namespace cleave::workbench {
namespace {

constexpr int kDrainMs = 33;
constexpr int kFrames = 64;
constexpr int kFramePixels = 28;

double residentMb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;  // the second number
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double nearestRank(std::vector<float>& sorted, double q) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(q * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

}  // namespace

GuiBench::GuiBench(ui::RunWindow& window, const Manifest& model, double recordsPerSecond, double seconds,
                   std::uint64_t seed)
    : window_(window), network_(model.network), perSecond_(recordsPerSecond), seconds_(seconds), seed_(seed) {
  ui::ModelSummary summary{QString::fromStdString(model.name), model.network, {}, {}};
  for (const auto& name : model.classes) summary.classes.push_back(QString::fromStdString(name));
  for (const auto& exit : model.accuracy) summary.exitAccuracy.push_back(exit.accuracy());
  window_.setModel(summary);
  window_.setFrames(kFramePixels, kFramePixels,
                    std::vector(kFrames, std::vector<std::uint8_t>(3 * kFramePixels * kFramePixels, 90)));
  connect(&drain_, &QTimer::timeout, this, &GuiBench::drain);
}

GuiBench::~GuiBench() = default;

void GuiBench::start() {
  window_.setState(ui::RunState::Running);
  fill();
  auto* loop = QAbstractEventDispatcher::instance();
  connect(loop, &QAbstractEventDispatcher::awake, this, [this] { awake_.start(); });
  connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, [this] {
    if (timing_ && painted_) frames_.push_back(static_cast<float>(static_cast<double>(awake_.nsecsElapsed()) * 1e-6));
    painted_ = false;
  });
  QCoreApplication::instance()->installEventFilter(this);
  drain_.start(kDrainMs);
  producer_ = std::jthread([this](const std::stop_token& stop) { produce(stop); });
  QTimer::singleShot(2000, this, [this] {  // fonts, caches and the first layout are behind
    timing_ = true;
    rssAtStart_ = residentMb();
    QTimer::singleShot(static_cast<int>(seconds_ * 1000), this, &GuiBench::end);
  });
}

void GuiBench::fill() {
  ScriptedRun run(network_, kFrames, perSecond_, seed_);
  std::vector<RequestRecord> batch;
  for (std::size_t i = 0; i < ui::kPlotCapacity; ++i) batch.push_back(run.next());
  window_.appendRecords(batch);
}

void GuiBench::produce(const std::stop_token& stop) {
  ScriptedRun run(network_, kFrames, perSecond_, seed_);
  for (std::size_t i = 0; i < ui::kPlotCapacity; ++i) run.next();  // goes on where fill() ended
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(start + std::chrono::duration<double>(static_cast<double>(i) / perSecond_));
    RequestRecord record = run.next();
    const std::scoped_lock lock(mutex_);
    mailbox_.push_back(std::move(record));
    ++made_;
  }
}

void GuiBench::drain() {
  std::vector<RequestRecord> records;
  {
    const std::scoped_lock lock(mutex_);
    records.swap(mailbox_);
  }
  shown_ += records.size();
  window_.appendRecords(records);
}

bool GuiBench::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::UpdateRequest || event->type() == QEvent::Paint) painted_ = true;
  return QObject::eventFilter(object, event);
}

void GuiBench::end() {
  timing_ = false;
  const double grown = residentMb() - rssAtStart_;
  producer_.request_stop();
  producer_.join();
  drain();
  drain_.stop();
  std::ranges::sort(frames_);
  Q_EMIT finished({nearestRank(frames_, 0.5), nearestRank(frames_, 0.99), frames_.empty() ? 0 : frames_.back(),
                   frames_.size(), grown, shown_, made_ - shown_});
}

}  // namespace cleave::workbench
