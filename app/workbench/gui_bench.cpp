// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/gui_bench.h"

#include <unistd.h>

#include <chrono>
#include <fstream>

#include "app/workbench/model_summary.h"
#include "ui/charts/plot_buffer.h"
#include "ui/charts/statistics.h"

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

}  // namespace

GuiBench::GuiBench(TimedApplication& application, ui::RunWindow& window, const Manifest& model, double recordsPerSecond,
                   double seconds, std::uint64_t seed)
    : application_(application),
      window_(window),
      run_(model.network, kFrames, recordsPerSecond, seed),
      perSecond_(recordsPerSecond),
      seconds_(seconds) {
  window_.setModel(summaryOf(model));
  window_.setFrames(kFramePixels, kFramePixels,
                    std::vector(kFrames, std::vector<std::uint8_t>(3 * kFramePixels * kFramePixels, 90)));
  connect(&drain_, &QTimer::timeout, this, &GuiBench::drain);
}

GuiBench::~GuiBench() {
  application_.setWatcher({});
}

void GuiBench::start() {
  window_.setState(ui::RunState::Running);
  fill();
  drain_.start(kDrainMs);
  producer_ = std::jthread([this](const std::stop_token& stop) { produce(stop); });
  QTimer::singleShot(2000, this, [this] {  // fonts, caches and the first layout are behind
    application_.setWatcher([this](double ms, bool painted) { takeTime(ms, painted); });
    rssAtStart_ = residentMb();
    QTimer::singleShot(static_cast<int>(seconds_ * 1000), this, &GuiBench::end);
  });
}

void GuiBench::fill() {
  std::vector<RequestRecord> batch;
  for (std::size_t i = 0; i < ui::kPlotCapacity; ++i) batch.push_back(run_.next());
  window_.appendRecords(batch);
}

void GuiBench::produce(const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(start + std::chrono::duration<double>(static_cast<double>(i) / perSecond_));
    RequestRecord record = run_.next();
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
  window_.appendRecords(records);
}

void GuiBench::takeTime(double ms, bool painted) {
  frameMs_ += ms;
  if (!painted) return;
  frames_.push_back(static_cast<float>(frameMs_));
  frameMs_ = 0;
}

void GuiBench::end() {
  application_.setWatcher({});
  const double grown = residentMb() - rssAtStart_;
  producer_.request_stop();
  producer_.join();
  drain();
  drain_.stop();
  const std::uint64_t counted = window_.requestsCounted() - ui::kPlotCapacity;
  Q_EMIT finished({ui::quantile(frames_, 0.5), ui::quantile(frames_, 0.99), ui::quantile(frames_, 1), frames_.size(),
                   grown, counted, made_ - counted});
}

}  // namespace cleave::workbench
