// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/run_recorder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>

#include "core/types/error.h"
#include "rl/environment/scenario_text.h"

namespace cleave {

RunRecorder::RunRecorder(const std::filesystem::path& journal, const ExperimentEvents& events) : events_(events) {
  if (!journal.empty()) journal_.emplace(journal);
}

void RunRecorder::begin(const RunHeader& header, const LiveSettings& settings,
                        const std::shared_ptr<const SampleSet>& samples) {
  noted_ = settings;
  policies_ = {settings.policy};
  if (journal_) journal_->begin(header);
  events_.started(header, samples);
}

void RunRecorder::note(const LiveSettings& settings, const DeviceChoice& device, std::uint64_t request, double atS) {
  const auto tell = [&](const char* setting, const std::string& value) {
    change({request, std::round(atS * 1e6) / 1e6, setting, value});
  };
  const auto number = [](double value) {
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  if (settings.policy != noted_.policy) {
    tell("policy", settings.policy);
    if (std::ranges::find(policies_, settings.policy) == policies_.end()) policies_.push_back(settings.policy);
  }
  if (settings.targetMs != noted_.targetMs) tell("target_ms", number(settings.targetMs));
  if (settings.linkMbps != noted_.linkMbps) tell("link_mbps", number(settings.linkMbps));
  if (settings.fadingLink != noted_.fadingLink) tell("fading_link", settings.fadingLink ? "true" : "false");
  if (settings.scenario != noted_.scenario)
    tell("scenario", settings.scenario ? toText(settings.scenario->scenario) : "");
  if (settings.deviceLoad != noted_.deviceLoad) tell("device_load", number(settings.deviceLoad));
  if (settings.deviceThreads != noted_.deviceThreads) tell("device_threads", std::to_string(settings.deviceThreads));
  // One that could not be made ready left the run with the device that it had.
  if (device != *noted_.device) {
    tell("agent", device.agent);
    tell("emulate", device.emulate);
    tell("device_precision", std::string(toText(device.precision)));
  }
  noted_ = settings;
  noted_.device = device;
}

void RunRecorder::change(const RunChange& change) {
  if (journal_) journal_->add(change);
  events_.changed(change);
}

void RunRecorder::keep(const RequestRecord& record, const DecisionContext& context) {
  std::exception_ptr full;
  try {
    if (journal_) journal_->add(record, &context);  // first: who has been told of a record finds it on disk
  } catch (const Error&) {
    full = std::current_exception();
  }
  events_.record(record);
  if (full) std::rethrow_exception(full);
}

int RunRecorder::indexOf(const std::string& policy) const {
  return static_cast<int>(std::ranges::find(policies_, policy) - policies_.begin());
}

}  // namespace cleave
