// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device/layer_pacer.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "core/types/error.h"

namespace cleave {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kJudged = 5;             // times of a layer before it is called slow
constexpr double kNegligibleMs = 0.1;  // the sum of a few such layers still drowns in the link's noise
constexpr auto kSpin = std::chrono::microseconds(200);

void waitUntil(LayerPacer::TimePoint until, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_until(lock, stop, until - kSpin, [] { return false; });  // a stop ends it
  while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
}

}  // namespace

LayerPacer::Clock LayerPacer::steadyClock() {
  return {std::chrono::steady_clock::now, waitUntil};
}

LayerPacer::LayerPacer(const LatencyProfile& profile, const NetworkDescription& network, Clock clock)
    : device_(profile.name), clock_(std::move(clock)) {
  requireCovers(profile, network);
  for (const auto& layer : profile.layers) layers_.push_back({layer.name, layer.medianMs, 0, 0});
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    auto& path = paths_.emplace_back();
    for (const auto& layer : network.path(exit)) {
      const auto found = std::ranges::find(layers_, layer.name, &Layer::name);
      path.push_back(static_cast<std::size_t>(found - layers_.begin()));
    }
  }
}

double LayerPacer::finish(int exit, int layer, TimePoint& start, const std::stop_token& stop) {
  if (paths_.empty()) return pass(0, start, stop);
  Layer& known = layers_[paths_.at(static_cast<std::size_t>(exit - 1)).at(static_cast<std::size_t>(layer))];
  judge(known, Milliseconds(clock_.now() - start).count());
  // By its fastest time where that is longer than the device's: this machine's hiccups are not to count several times.
  return pass(std::max(known.wantedMs, known.fastestMs) * stretch_, start, stop);
}

double LayerPacer::finishOther(TimePoint& start, const std::stop_token& stop) {
  return pass(paths_.empty() ? 0 : Milliseconds(clock_.now() - start).count() * stretch_, start, stop);
}

double LayerPacer::pass(double wantedMs, TimePoint& start, const std::stop_token& stop) {
  const TimePoint began = start;
  start = clock_.now();
  const double tookMs = Milliseconds(start - began).count();
  if (tookMs >= wantedMs) return tookMs;
  start = began + std::chrono::ceil<std::chrono::nanoseconds>(Milliseconds(wantedMs));
  clock_.waitUntil(start, stop);
  if (stop.stop_requested()) throw Cancelled();
  return Milliseconds(start - began).count();
}

void LayerPacer::judge(Layer& layer, double tookMs) {
  layer.fastestMs = layer.times == 0 ? tookMs : std::min(layer.fastestMs, tookMs);
  if (layer.times >= kJudged) return;
  if (++layer.times < kJudged || layer.fastestMs < layer.wantedMs + kNegligibleMs) return;
  char text[96];
  std::snprintf(text, sizeof text, " (%.1f ms instead of %.1f)", layer.fastestMs, layer.wantedMs);
  slow_.push_back(layer.name + text);
}

std::string LayerPacer::takeNotice() {
  if (slow_.empty()) return {};
  std::string text = "This machine is slower than " + device_ + " in layers ";
  for (std::size_t i = 0; i < slow_.size(); ++i) text += (i == 0 ? "" : ", ") + slow_[i];
  slow_.clear();
  return text + ": these layers run unpaced; give the agent more --threads or use a faster machine.";
}

}  // namespace cleave
