// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_decisions.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/measure/decision_sweep.h"
#include "core/measure/evaluate.h"
#include "core/measure/outcome_journal.h"
#include "core/statistics/quantile.h"
#include "core/types/error.h"

namespace cleave {
namespace {

// Everything that outcomes depend on, and nothing else: a bundle that was renamed, profiled or trained by a command
// with other --threads goes on. Classes count as the images' expected ones, however they were come by.
std::string fingerprintOf(Manifest manifest, const ImageSet& images, const std::vector<int>& classOf) {
  manifest.name.clear();
  manifest.recipe.clear();
  manifest.accuracy.clear();
  manifest.decisions.clear();
  manifest.profiles.clear();
  std::vector<int> expected;
  for (int i = 0; i < images.count(); ++i) expected.push_back(expectedClass(images, i, classOf));
  const std::string text = toJson(manifest) + checksumHex(std::as_bytes(std::span(images.pixels))) +
                           checksumHex(std::as_bytes(std::span(expected)));
  return checksumHex(std::as_bytes(std::span(text)));
}

/// Hands out images to threads and gathers what they found.
class Measurement {
 public:
  Measurement(const ImageSet& images, int samples, const std::vector<int>& classOf, OutcomeJournal& journal,
              const std::function<void(int, int)>& report, const std::stop_token& stop)
      : images_(images), samples_(samples), classOf_(classOf), journal_(journal), report_(report), stop_(stop) {
    for (const auto& [image, outcomes] : journal.outcomes()) done_ += image < samples ? 1 : 0;
  }

  void work(const NetworkRuntime& runtime, const FeatureCodecs& codecs, const DecisionSpace& space) {
    try {
      setComputeThreads(1);
      DecisionSweep sweep(runtime, codecs, space);
      for (int image = take(); image < samples_; image = take()) {
        const auto frame = makeFrame(images_, image, runtime.network().frame);
        DecisionOutcomes outcomes = sweep.run(frame, expectedClass(images_, image, classOf_));
        const std::lock_guard lock(mutex_);
        journal_.add(image, std::move(outcomes));
        report_(++done_, samples_);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      next_ = samples_;
    }
  }

  void finish() const {
    if (failure_) std::rethrow_exception(failure_);
    if (done_ < samples_) throw Cancelled();
  }

 private:
  int take() {
    const std::lock_guard lock(mutex_);
    if (stop_.stop_requested()) return samples_;
    while (next_ < samples_ && journal_.outcomes().contains(next_)) ++next_;
    return next_ < samples_ ? next_++ : samples_;
  }

  const ImageSet& images_;
  int samples_;
  const std::vector<int>& classOf_;
  OutcomeJournal& journal_;
  const std::function<void(int, int)>& report_;
  const std::stop_token& stop_;
  std::mutex mutex_;
  int next_ = 0;
  int done_ = 0;
  std::exception_ptr failure_;
};

std::vector<DecisionMeasurement> summarise(const std::map<int, DecisionOutcomes>& outcomes, int samples,
                                           std::size_t decisions) {
  std::vector<DecisionMeasurement> table(decisions);
  const auto count = static_cast<std::size_t>(samples);
  std::vector<std::uint32_t> bytes(count);
  for (std::size_t d = 0; d < decisions; ++d) {
    auto& entry = table[d];
    entry.samples = samples;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& one = outcomes.at(static_cast<int>(i));
      entry.correct += one.correct[d];
      bytes[i] = one.bytes[d];
    }
    entry.meanBytes = std::accumulate(bytes.begin(), bytes.end(), 0.0) / samples;
    entry.p95Bytes = quantile(bytes, 0.95);
  }
  return table;
}

}  // namespace

std::vector<DecisionMeasurement> measureDecisions(const NetworkRuntime& runtime, const Manifest& manifest,
                                                  const ImageSet& images, const MeasureOptions& options,
                                                  const std::function<void(int, int)>& report,
                                                  const std::stop_token& stop) {
  const int samples = std::min(options.samples, images.count());
  if (samples < 1) throw Error("There are no images to measure the decisions on: use a data set with test images.");
  const FeatureCodecs codecs(manifest);
  const DecisionSpace space(manifest.network);
  const auto decisions = static_cast<std::size_t>(space.size());
  for (int i = 0; i < space.size(); ++i) (void)codecs.at(space.at(i));  // throws now, before there is a journal
  OutcomeJournal journal(options.journal,
                         options.journal.empty() ? "" : fingerprintOf(manifest, images, options.classOf), decisions);
  Measurement measurement(images, samples, options.classOf, journal, report, stop);
  const int before = computeThreads();
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < std::max(1, options.threads); ++i) {
      workers.emplace_back([&] { measurement.work(runtime, codecs, space); });
    }
  }
  setComputeThreads(before);
  measurement.finish();
  auto table = summarise(journal.outcomes(), samples, decisions);
  const bool more = journal.outcomes().rbegin()->first >= samples;
  if (!more) journal.remove();  // else it is a larger measurement's, which may want to go on
  return table;
}

}  // namespace cleave
