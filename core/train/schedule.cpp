// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr double kWarmUp = 0.05;          // of a stage's steps
constexpr double kIntermediateEnd = 0.1;  // of the peak rate
constexpr double kFinalEnd = 0.002;

double work(const TrainStage& stage) {
  return static_cast<double>(stage.frameSize) * stage.frameSize;
}

}  // namespace

std::vector<TrainStage> parseStages(std::string_view text) {
  std::vector<TrainStage> stages;
  std::istringstream in{std::string(text)};
  for (std::string part; std::getline(in, part, ',');) {
    std::istringstream fields(part);
    TrainStage stage;
    char colon = 0;
    bool good = fields >> stage.frameSize >> colon >> stage.epochs && colon == ':';
    if (good && fields.peek() == ':') good = static_cast<bool>(fields >> colon >> stage.rate);
    good = good && fields.peek() == EOF && !text.ends_with(',');
    if (!good || stage.frameSize < 64 || stage.frameSize > 1024 || !(stage.epochs > 0) || stage.epochs > 10000 ||
        !(stage.rate > 0) || stage.rate > 1) {
      throw UsageError(
          "'" + std::string(text) +
          "' is not a list of training stages: use SIZE:EPOCHS[:RATE][,...] with sizes of 64 to 1024 pixels and "
          "rates of up to 1 (a fraction of --rate), for example 96:4,224:1.5:0.5.");
    }
    stages.push_back(stage);
  }
  if (stages.empty()) throw UsageError("The list of training stages is empty: use for example 96:4,224:1.5.");
  return stages;
}

std::string toText(const std::vector<TrainStage>& stages) {
  std::ostringstream out;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    out << (i > 0 ? "," : "") << stages[i].frameSize << ':' << stages[i].epochs;
    if (stages[i].rate < 1) out << ':' << stages[i].rate;
  }
  return out.str();
}

Schedule::Schedule(std::vector<TrainStage> stages, int images, int batchSize, double peakRate)
    : stages_(std::move(stages)), peakRate_(peakRate) {
  std::int64_t end = 0;
  for (const auto& stage : stages_) {
    const auto steps = std::max<std::int64_t>(1, std::llround(stage.epochs * images / batchSize));
    end += steps;
    ends_.push_back(end);
    totalWork_ += work(stage) * static_cast<double>(steps);
  }
}

Schedule::Position Schedule::at(std::int64_t step) const {
  Position position;
  std::int64_t begin = 0;
  double done = 0;
  while (position.stage + 1 < stages_.size() && step >= ends_[position.stage]) {
    done += work(stages_[position.stage]) * static_cast<double>(ends_[position.stage] - begin);
    begin = ends_[position.stage++];
  }
  position.firstOfStage = step == begin;
  const auto into = static_cast<double>(step - begin);
  const auto length = static_cast<double>(ends_[position.stage] - begin);
  const double warmUp = std::max(1.0, kWarmUp * length);
  const double floor = position.stage + 1 < stages_.size() ? kIntermediateEnd : kFinalEnd;
  const double peak = peakRate_ * stages_[position.stage].rate;
  if (into < warmUp) {
    position.rate = peak * (into + 1) / (warmUp + 1);
  } else {
    const double phase = (into - warmUp) / std::max(1.0, length - warmUp);
    position.rate = peak * (floor + (1 - floor) * 0.5 * (1 + std::cos(std::numbers::pi * phase)));
  }
  position.workDone = (done + work(stages_[position.stage]) * into) / totalWork_;
  return position;
}

}  // namespace cleave
