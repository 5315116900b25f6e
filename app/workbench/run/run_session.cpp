// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/run_session.h"

#include <utility>

#include "core/types/error.h"

namespace cleave::workbench {
namespace {

constexpr int kFrameMs = 33;  // 30 Hz

QString phaseText(const std::string& what, double done, double etaS) {
  QString text = QString::fromStdString(what);
  if (done > 0) text += QStringLiteral(" %1 %").arg(qRound(100 * done));
  if (done < 1 && etaS >= 1) text += RunSession::tr(", %1 s left").arg(qRound(etaS));
  return text;
}

}  // namespace

RunSession::RunSession(QObject* parent) : QObject(parent) {
  timer_.setInterval(kFrameMs);
  connect(&timer_, &QTimer::timeout, this, &RunSession::deliverPending);
}

RunSession::~RunSession() = default;

template <class Update>
void RunSession::report(Update update) {
  const std::scoped_lock lock(mutex_);
  update(pending_);
}

ExperimentEvents RunSession::collectingEvents() {
  return {.phase =
              [this](const std::string& what, double done, double etaS) {
                report([&](PendingUpdates& pending) {
                  pending.phase = phaseText(what, done, etaS);
                  pending.deviceState = {ui::DeviceState::Kind::Busy, QString::fromStdString(what), done};
                });
              },
          .started =
              [this](const RunHeader&, std::shared_ptr<const SampleSet> samples) {
                report([&](PendingUpdates& pending) {
                  pending.samples = std::move(samples);
                  pending.started = true;
                });
              },
          .record =
              [this](const RequestRecord& record) {
                report([&](PendingUpdates& pending) { pending.records.push_back(record); });
              },
          .device =
              [this](const DeviceReport& device) { report([&](PendingUpdates& pending) { pending.device = device; }); },
          .notice =
              [this](const std::string& notice) {
                report([&](PendingUpdates& pending) { pending.notices << QString::fromStdString(notice); });
              }};
}

void RunSession::start(const std::shared_ptr<const Model>& model, const ExperimentOptions& options,
                       const Watcher& watcher) {
  experiment_ = std::make_shared<Experiment>(model, options);
  ExperimentEvents events = collectingEvents();
  if (watcher) watcher(events);
  {
    const std::scoped_lock lock(mutex_);
    pending_ = {};
  }
  timer_.start();
  stop_ = worker_.add([this, experiment = experiment_, events = std::move(events)](const std::stop_token& stop) {
    QString failure;
    try {
      experiment->run(events, stop);
    } catch (const Cancelled&) {
    } catch (const std::exception& error) {
      failure = QString::fromUtf8(error.what());
    }
    report([&](PendingUpdates& pending) {
      pending.error = failure;
      pending.ended = true;
    });
  });
}

void RunSession::stop() {
  stop_.request_stop();  // what it still reports is delivered
  setPaused(false);
}

void RunSession::setPaused(bool paused) {
  if (experiment_) experiment_->setPaused(paused);
}

void RunSession::change(const LiveSettings& settings) {
  if (experiment_) experiment_->change(settings);
}

void RunSession::deliverPending() {
  PendingUpdates pending;
  {
    const std::scoped_lock lock(mutex_);
    pending = std::exchange(pending_, {});
  }
  if (!pending.phase.isEmpty() && !pending.started && !pending.ended && !pending.device) {
    Q_EMIT preparing(pending.phase, pending.deviceState);
  }
  if (pending.device) Q_EMIT deviceReady(*pending.device);
  if (pending.samples) Q_EMIT samplesLoaded(pending.samples);
  if (pending.started) {
    underWay_ = true;
    Q_EMIT started();
  }
  if (!pending.records.empty()) Q_EMIT recorded(pending.records);
  const bool failed = !pending.error.isEmpty();
  if (pending.ended && !failed) Q_EMIT ended({});
  for (const QString& notice : std::as_const(pending.notices)) Q_EMIT noticed(notice);
  if (!pending.ended) return;
  if (failed) Q_EMIT ended(pending.error);
  timer_.stop();
  experiment_.reset();
  underWay_ = false;
  Q_EMIT closed(pending.error);
}

}  // namespace cleave::workbench
