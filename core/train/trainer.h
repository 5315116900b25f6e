// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/model.h"
#include "core/train/augment.h"
#include "core/train/joint_loss_options.h"
#include "core/train/schedule.h"

namespace cleave {

enum class Precision { Auto, Float32, BFloat16 };

struct TrainOptions {
  NetworkDescription network;
  std::vector<TrainStage> stages;
  int batchSize = 64;
  double peakRate = 0.05;     ///< SGD with Nesterov momentum 0.9
  double weightDecay = 5e-4;  ///< on weights, not on biases and norms
  JointLossOptions loss;
  Augmentation augmentation;
  double averageDecay = 0.999;  ///< of the moving average of weights, which is what training returns; 0: none
  /// Share of the images whose feature is quantized as the link would, so that the network learns to live with it: at
  /// a random cut of the trunk (the frame included) and in every branch, to a random 1, 2 or 4 bits (see RandomCuts).
  double quantizedSteps = 0.6;
  double sparsity = 0;  ///< weight of the features' density in the loss (see density); more: fewer bytes on the link
  std::uint64_t seed = 1;
  /// Auto: bfloat16 where the processor multiplies it natively (AVX512-BF16) or on a GPU, else float32.
  Precision precision = Precision::Auto;
  /// A model whose layers of equal name and shape this training starts from (see TrainableNetwork::adopt).
  std::shared_ptr<const Model> initial;
  std::filesystem::path checkpoint;  ///< written every `checkpointSeconds` and on cancel; empty: none
  double checkpointSeconds = 120;
  bool restart = false;  ///< ignore an existing checkpoint
};

struct TrainProgress {
  std::int64_t step = 0;
  std::int64_t steps = 0;
  int frameSize = 0;
  double loss = 0;                   ///< running mean of the weighted sum over exits
  std::vector<double> exitAccuracy;  ///< running training accuracy per exit
  std::vector<double> exitLoss;      ///< running cross-entropy with the labels per exit
  double rate = 0;
  double elapsedS = 0;
  double etaS = 0;
  bool resumed = false;              ///< true in the first report after a checkpoint was taken up
  std::vector<std::string> adopted;  ///< layers that started from TrainOptions::initial
};

/// Trains all exits jointly (see JointLossOptions) and returns the network with batch normalisation folded and weights
/// as float16. Ranges, accuracy and names are not filled in.
/// Same options, threads and machine: on the CPU the same weights, to the bit, also when cancelled and resumed. On a
/// GPU they differ in their last bits: its fastest kernels add in no fixed order.
/// @param report called about every second and at the end
/// @throws Cancelled after writing a checkpoint; Error when the loss is not finite or the checkpoint does not fit
Model train(const ImageSet& images, const TrainOptions& options,
            const std::function<void(const TrainProgress&)>& report, std::stop_token stop);

/// Whether training will use a GPU, and the number format, in words for logs and cards: "CPU, bfloat16".
std::string trainingDevice(Precision precision);

}  // namespace cleave
