// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/bench/gui_bench.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "app/runs/run_file.h"
#include "app/workbench/adapters/ui_data.h"
#include "core/bundle/bundle.h"
#include "core/statistics/quantile.h"
#include "rl/predict/machines.h"
#include "ui/charts/plot_buffer.h"

namespace cleave::workbench {
namespace {

constexpr int kDrainMs = 33;
constexpr int kFrames = 64;
constexpr std::size_t kFilling = ui::kPlotCapacity + 20'000;  // what is kept in blocks goes beyond its capacity

double residentMb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;  // the second number
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

GuiBench::GuiBench(TimedApplication& application, ui::RunWindow& window, Workbench& workbench,
                   const std::filesystem::path& model, double recordsPerSecond, double seconds, std::uint64_t seed)
    : application_(application),
      window_(window),
      workbench_(workbench),
      file_(QString::fromStdString(model.string())),
      manifest_(readBundle(model).manifest),
      samples_(std::make_shared<SampleSet>(makeSamples(manifest_, kFrames, seed, workbench.runs().dataFolder()))),
      table_(makeTable(manifest_, machinesFor(manifest_, {}))),
      run_(manifest_.network, kFrames, recordsPerSecond, seed),
      perSecond_(recordsPerSecond),
      seconds_(seconds) {
  connect(&drain_, &QTimer::timeout, this, &GuiBench::drain);
  connect(&workbench_.runs(), &RunController::modelOpened, this, &GuiBench::begin,
          Qt::QueuedConnection);  // after all others have heard of it
}

GuiBench::~GuiBench() {
  application_.setWatcher({});
}

void GuiBench::start() {
  workbench_.openModel(file_);
}

void GuiBench::begin() {
  window_.setFrames(samples_->width, samples_->height, samples_->frames);
  workbench_.runs().setShownFrames(samples_, DevicePrecision::Float32);
  workbench_.policies().attach(events_);
  events_.tabled(table_, {});
  RunHeader header;
  header.network = manifest_.network;
  journal_.emplace(folder_.filePath(QStringLiteral("run")).toStdString());
  journal_->begin(header);
  window_.setState(ui::RunState::Running);
  fill();
  drain_.start(kDrainMs);
  producer_.emplace(*this, BackgroundWorker::Priority::Normal);  // as a run's
  producer_->submit([this](const std::stop_token& stop) { produce(stop); }, [] {},
                    [this](const QString& error) { Q_EMIT failed(error); });  // a full disk
  QTimer::singleShot(2000, this, [this] {  // fonts, caches and the first layout are behind
    application_.setWatcher([this](double ms, bool painted) { takeTime(ms, painted); });
    rssAtStart_ = residentMb();
    QTimer::singleShot(static_cast<int>(seconds_ * 1000), this, &GuiBench::end);
  });
}

void GuiBench::fill() {
  std::vector<RequestRecord> batch;
  for (std::size_t i = 0; i < kFilling; ++i) batch.push_back(nextObserved());
  window_.appendRecords(batch);
}

RequestRecord GuiBench::nextObserved() {
  RequestRecord record = run_.next();
  Observation observation = idleObservation(record.targetMs);
  observation.bandwidthMeanMbps = observation.bandwidthShortMbps = record.linkMbps;
  events_.observed(record.id, observation, table_->space().indexOf(record.decision).value_or(-1));
  return record;
}

void GuiBench::produce(const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(start + std::chrono::duration<double>(static_cast<double>(i) / perSecond_));
    RequestRecord record = nextObserved();
    journal_->add(record);
    const std::scoped_lock lock(mutex_);
    pending_.push_back(std::move(record));
    ++made_;
  }
}

void GuiBench::drain() {
  std::vector<RequestRecord> records;
  {
    const std::scoped_lock lock(mutex_);
    records.swap(pending_);
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
  producer_.reset();
  drain();
  drain_.stop();
  journal_.reset();
  const std::uint64_t kept = openRun(folder_.filePath(QStringLiteral("run")).toStdString()).table.size();
  const std::uint64_t counted = window_.requestsCounted() - kFilling;
  Q_EMIT finished({quantile(frames_, 0.5), quantile(frames_, 0.99), quantile(frames_, 1), frames_.size(), grown,
                   counted, made_ - std::min(counted, kept)});
}

}  // namespace cleave::workbench
