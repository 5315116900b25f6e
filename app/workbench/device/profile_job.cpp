// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/device/profile_job.h"

#include <chrono>

#include "app/experiment/measure_profile.h"
#include "core/types/error.h"
#include "ui/theme/plural.h"

namespace cleave::workbench {
namespace {

using Kind = ui::DeviceState::Kind;
using Clock = std::chrono::steady_clock;

constexpr int kRepeats = 15;  // a person waits: half of what `cleave-cli profile` takes
constexpr auto kBetweenTells = std::chrono::milliseconds(50);

std::vector<ui::LayerProfile> timesOf(const MeasuredProfiles& profiles) {
  std::vector<ui::LayerProfile> times;
  for (std::size_t i = 0; i < profiles.device.layers.size(); ++i) {
    const LayerLatency& device = profiles.device.layers[i];  // both sides have the same layers in the same order
    times.push_back({QString::fromStdString(device.name), device.medianMs, profiles.edge.layers[i].medianMs});
  }
  return times;
}

QString titleOf(const LatencyProfile& device) {
  return QObject::tr("%1, %2, %3: medians of %4 requests to every exit")
      .arg(QString::fromStdString(device.machine.empty() ? device.name : device.machine),
           QString::fromStdString(device.precision),
           ui::plural(device.threads, QObject::tr("%n thread"), QObject::tr("%n threads")))
      .arg(kRepeats);
}

}  // namespace

void ProfileJob::tell(const ui::DeviceState& state) {
  worker_.deliver([this, state] { panel_.setProfileState(state); });
}

void ProfileJob::measure(const Model& model, const RunDevice& device, const std::stop_token& stop) {
  ProfileOptions options;
  options.agent = device.choice.agent;
  options.emulate = device.choice.emulate;
  options.precision = device.choice.precision;
  options.deviceThreads = device.threads;
  options.repeats = kRepeats;
  Clock::time_point told;
  const MeasuredProfiles profiles = measureProfiles(
      model, options,
      [&](const std::string& what, double done) {
        if (done > 0 && done < 1 && Clock::now() - told < kBetweenTells) return;
        told = Clock::now();
        tell({Kind::Busy, QString::fromStdString(what), done});
      },
      stop);
  worker_.deliver([this, profiles] { panel_.setProfile(titleOf(profiles.device), timesOf(profiles)); });
}

void ProfileJob::start(std::shared_ptr<const Model> model, const RunDevice& device) {
  if (running_) return;
  running_ = true;
  panel_.setProfileState({Kind::Busy, tr("Starting"), -1});
  measuring_ = worker_.add([this, model = std::move(model), device](const std::stop_token& stop) {
    ui::DeviceState end{Kind::Ready, tr("done"), -1};
    try {
      measure(*model, device, stop);
    } catch (const Cancelled&) {
      end = {Kind::Off, tr("stopped"), -1};
    } catch (const std::exception& error) {
      end = {Kind::Failed, QString::fromUtf8(error.what()), -1};
    }
    worker_.deliver([this, end] {  // also of one that was stopped
      running_ = false;
      panel_.setProfileState(end);
    });
  });
}

}  // namespace cleave::workbench
