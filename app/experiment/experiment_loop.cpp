// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/experiment_loop.h"

#include <algorithm>
#include <exception>

#include "app/common/graceful_stop.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kGrace = 2s;

}  // namespace

ExperimentLoop::ExperimentLoop(const Model& model, const ExperimentOptions& options, const ExperimentEvents& events)
    : model_(model),
      options_(options),
      events_(events),
      runtime_(model),
      edge_(model.manifest, runtime_),
      space_(model.manifest.network),
      accuracy_(space_, model.manifest.accuracy, model.manifest.decisions),
      latency_(model.manifest.network, model.manifest.decisions) {}

void ExperimentLoop::run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop) {
  const GracefulStop graceful(stop, kGrace);
  LiveSettings settings = nextSettings();
  const RunHeader head = header(settings);
  noted_ = settings;
  policies_ = {settings.policy};
  if (journal_) journal_->begin(head);
  events_.started(head, samples_);
  if (!notice_.empty()) events_.notice(notice_);
  begin(settings, graceful.token());
  double doneS = 0;
  for (std::uint64_t id = 0; options_.requests == 0 || id < options_.requests; ++id) {
    arrival_ = arrivals_->next(doneS - arrivalsStartS_);
    arrival_.atS += arrivalsStartS_;
    awaitArrival(stop);
    settings = nextSettings();
    if (stop.stop_requested()) break;
    if (*settings.device != tried_) changeDevice(settings, stop);
    if (stop.stop_requested()) break;
    note(settings, id);
    apply(settings, graceful.token());
    const RequestRecord record = request(id, graceful.token());
    keep(record);
    // As the device sees it: that the edge hears later of what it has finished holds nothing up.
    const double sinceStartMs = record.totalMs - 1e3 * arrival_.waitedS;
    doneS = record.outcome == Outcome::Failed ? seconds() : record.startS + 1e-3 * sinceStartMs;
    if (!link_->connected()) throw net::LinkError(record.error);
  }
  link_->close();
}

void ExperimentLoop::keep(const RequestRecord& record) {
  std::exception_ptr full;
  try {
    if (journal_) journal_->add(record);  // first: who has been told of a record finds it on disk
  } catch (const Error&) {
    full = std::current_exception();
  }
  events_.record(record);
  if (full) std::rethrow_exception(full);
}

RequestRecord ExperimentLoop::request(std::uint64_t id, const std::stop_token& stop) {
  RequestRecord record;
  record.id = id;
  record.frame = static_cast<int>(id % samples_->frames.size());
  record.label = samples_->labels[static_cast<std::size_t>(record.frame)];
  record.targetMs = applied_.targetMs;
  record.policy = static_cast<int>(std::ranges::find(policies_, applied_.policy) - policies_.begin());
  const Observation observation = observe();
  record.estimateMbps = observation.bandwidthMeanMbps;
  const int decision = policy_->decide(observation);
  record.decision = table_->at(decision).decision;
  if (events_.observed) events_.observed(id, observation, decision);
  record.startS = seconds();
  record.linkMbps = trueLinkMbps(record.startS);  // until it is known when the transfer began
  try {
    carryOut(record, stop);
    judge(record);
  } catch (const Cancelled&) {  // nobody's fault: it has no reward
    record.outcome = Outcome::Failed;
    record.error = "The run was stopped before this request finished.";
  } catch (const Error& error) {
    record.outcome = Outcome::Failed;
    record.error = error.what();
    judge(record);
  }
  roundToClock(record);
  return record;
}

void ExperimentLoop::awaitArrival(const std::stop_token& stop) {
  const auto due = start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(arrival_.atS));
  if (due <= Clock::now()) return;
  try {
    link_->rest(due, stop);
  } catch (const Cancelled&) {  // the caller looks at the token
  }
}

}  // namespace cleave
