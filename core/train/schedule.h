// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cleave {

/// Part of a training at one frame size (progressive resizing).
struct TrainStage {
  int frameSize = 224;  ///< pixels
  double epochs = 1;    ///< passes over the training images; fractions are fine
  double rate = 1;      ///< the stage's highest learning rate as a share of the training's
};

/// Reads "96:4,160:1,224:1.5:0.5" (frame size : epochs[ : share of the learning rate]).
/// @throws UsageError naming the text and the expected form
std::vector<TrainStage> parseStages(std::string_view text);
std::string toText(const std::vector<TrainStage>& stages);

/// Where a step lies in the whole training, and at which learning rate. Each stage warms up and then falls along a
/// cosine; all but the last end at a tenth of the peak, so that the next frame size is met with a rate that can still
/// move the filters.
class Schedule {
 public:
  Schedule(std::vector<TrainStage> stages, int images, int batchSize, double peakRate);

  struct Position {
    std::size_t stage = 0;
    bool firstOfStage = false;
    double rate = 0;
    double workDone = 0;  ///< share of the whole training's arithmetic before this step, 0..1
  };
  [[nodiscard]] std::int64_t steps() const { return ends_.empty() ? 0 : ends_.back(); }
  [[nodiscard]] Position at(std::int64_t step) const;
  [[nodiscard]] const std::vector<TrainStage>& stages() const { return stages_; }

 private:
  std::vector<TrainStage> stages_;
  std::vector<std::int64_t> ends_;  ///< first step after each stage
  double peakRate_;
  double totalWork_ = 0;
};

}  // namespace cleave
