// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/device_run.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "app/common/graceful_stop.h"
#include "app/common/trained_policies.h"
#include "core/system/machine.h"
#include "core/types/error.h"
#include "net/tcp/link_error.h"
#include "rl/environment/scenario_text.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kGrace = 2s;
constexpr double kPauses = 3;      // as long as a measurement at rest: the next request should not wait for it
constexpr int kMostFailures = 10;  // in a row: whatever it is, the next request will not mend it

std::string utcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

DeviceRun::DeviceRun(const Model& model, const ExperimentOptions& options, const ExperimentEvents& events)
    : model_(model),
      options_(options),
      events_(events),
      report_(events.phase),
      runtime_(model),
      table_(model, runtime_),
      recorder_(options.journal, events),  // a path that cannot be written is told before anything else happens
      driver_(options.requestsPerSecond, options.seed, clock_),
      runner_(model, runtime_, table_, driver_, clock_, beliefs_) {}

void DeviceRun::prepare(const LiveSettings& settings, std::shared_ptr<LocalAgent> started,
                        const std::stop_token& stop) {
  tried_ = *settings.device;
  threads_ = settings.deviceThreads > 0 ? settings.deviceThreads : options_.deviceThreads;
  device_ = std::make_unique<DeviceSession>(tried_, threads_, std::move(started));
  // A local agent loads its libraries while the frames are prepared.
  const bool local = tried_.agent == "local";
  if (!local) device_->connect(report_, stop);
  report_("Preparing frames", 0);
  samples_ = std::make_shared<SampleSet>(
      makeSamples(model_.manifest, options_.samples, options_.seed, options_.dataFolder, stop));
  if (local) device_->connect(report_, stop);
  ++linkEpoch_;
  device_->deploy(model_, report_, stop);
  device_->pushFrames(*samples_, report_, stop);
  if (options_.machines) {
    table_.adopt(*options_.machines, *device_, *samples_, report_, stop);
  } else {
    notice_ = table_.measure(*device_, *samples_, report_, stop);
  }
  events_.device(device_->report(0, {}));
  edgeMeter_.emplace(runtime_, samples_->frames.front());
}

RunHeader DeviceRun::header(const LiveSettings& settings) const {
  const auto& agent = device_->link().agentInfo();
  return {model_.manifest.name,
          model_.manifest.weightsChecksum,
          settings.policy,
          device_->choice().agent,
          utcNow(),
          CLEAVE_VERSION,
          machineName(),
          settings.targetMs,
          settings.linkMbps,
          agent.device.machine,
          agent.device.emulated,
          toText(device_->choice().precision),
          options_.seed,
          model_.manifest.network,
          settings.scenario ? settings.scenario->scenario.name : "",
          settings.scenario ? toText(settings.scenario->scenario) : ""};
}

void DeviceRun::begin(const LiveSettings& settings, const std::stop_token& stop) {
  // One round trip on the scenario's link before it begins, as the simulator has it.
  if (settings.scenario) device_->link().setLinkTrace(settings.scenario->trace, stop);
  const double rttMs = device_->link().ping(stop);
  clock_.restart();
  beliefs_.restart(rttMs, 0);
  driver_.begin(settings.scenario, device_->link(), stop);
}

void DeviceRun::run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop) {
  const GracefulStop graceful(stop, kGrace);
  LiveSettings settings = nextSettings();
  recorder_.begin(header(settings), settings, samples_);
  if (!notice_.empty()) events_.notice(notice_);
  begin(settings, graceful.token());
  double doneS = 0;
  int failures = 0;
  for (std::uint64_t id = 0; options_.requests == 0 || id < options_.requests; ++id) {
    arrival_ = driver_.next(doneS);
    awaitArrival(stop);
    settings = nextSettings();
    if (stop.stop_requested()) break;
    if (*settings.device != tried_) changeDevice(settings, stop);
    if (stop.stop_requested()) break;
    recorder_.note(settings, device_->choice(), id, clock_.seconds());
    apply(settings, graceful.token());
    DecisionContext context;
    const RequestRecord record = request(id, context, graceful.token());
    recorder_.keep(record, context);
    const bool failed = record.outcome == Outcome::Failed;
    // As the device sees it: that the edge hears later of what it has finished holds nothing up.
    const double sinceStartMs = record.totalMs - 1e3 * arrival_.waitedS;
    doneS = failed ? clock_.seconds() : record.startS + 1e-3 * sinceStartMs;
    if (!device_->link().connected()) throw net::LinkError(record.error);
    failures = failed ? failures + 1 : 0;
    if (failures == kMostFailures && !stop.stop_requested()) {
      throw Error("The run was ended because " + std::to_string(failures) +
                  " requests in a row failed; of the last one is known: " + record.error);
    }
  }
  device_->link().close();
}

void DeviceRun::apply(const LiveSettings& settings, const std::stop_token& stop) {
  if (driver_.apply(settings, device_->link(), stop)) {
    policy_.reset();  // the reward may be another
    arrival_ = driver_.next(0);
  }
  if (!policy_ || settings.policy != applied_.policy) {
    const bool newTable = !policy_;  // or another reward
    const DecisionTable& table = table_.table();
    policy_ = learn::makeAnyPolicy(resolvedPolicy(settings.policy),
                                   {table, driver_.reward(), options_.seed, model_.manifest.name});
    if (newTable && events_.tabled) events_.tabled(std::make_shared<const DecisionTable>(table), driver_.reward());
  }
  applied_ = settings;
}

void DeviceRun::awaitArrival(const std::stop_token& stop) {
  const auto due = clock_.momentOf(arrival_.atS);
  try {
    refreshBeliefs(due, stop);
    while (RunClock::Clock::now() < due) {
      device_->link().rest(std::min(due, clock_.momentOf(beliefs_.refreshAtS())), stop);
      refreshBeliefs(due, stop);
    }
  } catch (const Cancelled&) {  // the caller looks at the token
  }
}

void DeviceRun::refreshBeliefs(RunClock::Clock::time_point until, const std::stop_token& stop) {
  beliefs_.refresh(device_->link(), clock_, stop);
  const double nowS = clock_.seconds();
  if (!beliefs_.edgeIsDue(nowS)) return;
  // Rather in a pause than before a request, but not never.
  const double leftMs = 1e3 * (clock_.secondsAt(until) - nowS);
  const bool inPause = leftMs > kPauses * edgeMeter_->restMs();
  if (!inPause && !beliefs_.edgeIsDue(nowS - StateEstimator::kReportS)) return;
  const double slowdown = edgeMeter_->measure() * slowdownAt(driver_.edgeLoad());
  beliefs_.addEdgeReport(slowdown, clock_.seconds());
}

RequestRecord DeviceRun::request(std::uint64_t id, DecisionContext& context, const std::stop_token& stop) {
  const int decision = decide(context);
  RequestRecord record;
  record.id = id;
  record.frame = static_cast<int>(id % samples_->frames.size());
  record.label = samples_->labels[static_cast<std::size_t>(record.frame)];
  record.targetMs = applied_.targetMs;
  record.policy = recorder_.indexOf(applied_.policy);
  record.linkEpoch = linkEpoch_;
  if (context.seen.bandwidthMeanMbps > 0) record.estimateMbps = context.seen.bandwidthMeanMbps;
  record.decision = table_.table().at(decision).decision;
  if (events_.observed) events_.observed(id, context.seen, decision);
  runner_.run(record, context.seen, device_->link(), stop);
  return record;
}

int DeviceRun::decide(DecisionContext& context) {
  Observation& observation = context.seen;
  observation.targetMs = applied_.targetMs;
  observation.waitedMs = 1e3 * arrival_.waitedS;
  observation.queueLength = arrival_.waiting;
  beliefs_.fill(observation, clock_.seconds());
  for (const DecisionCost& cost : table_.table().all()) context.allowed.push_back(cost.known);
  const int decision = policy_->decide(observation);
  context.probability = policy_->probability();
  return decision;
}

void DeviceRun::changeDevice(const LiveSettings& settings, const std::stop_token& stop) {
  tried_ = *settings.device;
  threads_ = settings.deviceThreads > 0 ? settings.deviceThreads : options_.deviceThreads;
  const bool sameAgent = tried_.agent == device_->choice().agent && tried_.emulate == device_->choice().emulate;
  policy_.reset();  // it looks at the table, which is made anew
  std::string problem;
  try {
    problem = sameAgent ? replaceModel(stop) : replaceDevice(stop);
  } catch (const Cancelled&) {
    return;  // the caller looks at the token
  }
  if (problem.empty()) beliefs_.forgetDevice();
  driver_.resume(device_->link(), stop);
  driver_.restartArrivals();  // nobody asked meanwhile
  arrival_ = driver_.next(0);
  events_.device(device_->report(applied_.deviceThreads, problem));
  if (problem.empty() && !notice_.empty()) events_.notice(notice_);
}

std::unique_ptr<DeviceSession> DeviceRun::readyDevice(const DeviceChoice& choice, const std::stop_token& stop) {
  auto device = std::make_unique<DeviceSession>(choice, threads_);
  device->connect(report_, stop);
  device->deploy(model_, report_, stop);
  device->pushFrames(*samples_, report_, stop);
  return device;
}

std::string DeviceRun::replaceModel(const std::stop_token& stop) {
  const DeviceChoice before = device_->choice();
  try {
    device_->redeploy(model_, tried_.precision, report_, stop);
    notice_ = table_.measure(*device_, *samples_, report_, stop);
    return {};
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {  // it may have cost the connection
    const std::string problem = error.what();
    device_->link().close();  // an agent takes one workbench at a time
    try {
      device_ = readyDevice(before, stop);
    } catch (const Cancelled&) {
      throw;
    } catch (const Error& again) {
      throw Error("The run was ended because its device could not be reached again after a change of it failed: " +
                  std::string(again.what()));
    }
    ++linkEpoch_;
    return problem;
  }
}

std::string DeviceRun::replaceDevice(const std::stop_token& stop) {
  try {
    auto next = readyDevice(tried_, stop);
    notice_ = table_.measure(*next, *samples_, report_, stop);
    device_ = std::move(next);
    ++linkEpoch_;
    return {};
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    const std::string problem = error.what();
    device_->putAtRest(stop);
    return problem;
  }
}

}  // namespace cleave
