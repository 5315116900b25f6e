// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include <chrono>
#include <cmath>
#include <optional>
#include <sstream>

#include "core/train/batches.h"
#include "core/train/checkpoint.h"
#include "core/train/joint_loss.h"
#include "core/train/moving_average.h"
#include "core/train/random_cuts.h"
#include "core/train/sgd.h"
#include "core/train/sparsity.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kMomentum = 0.9;
constexpr double kReportSeconds = 1.0;
constexpr double kRunningMean = 0.02;  // weight of the newest batch

torch::Device pickDevice() {
  return torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
}

torch::ScalarType pickType(Precision precision) {
  if (precision == Precision::Float32) return torch::kFloat32;
  if (precision == Precision::BFloat16 || torch::cuda::is_available()) return torch::kBFloat16;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bf16")) return torch::kBFloat16;
#endif
  return torch::kFloat32;
}

std::string fingerprintOf(const TrainOptions& options, const ImageSet& images, torch::ScalarType type) {
  Model described;
  described.manifest.network = options.network;
  std::ostringstream text;
  text.precision(17);
  const auto& loss = options.loss;
  const auto& how = options.augmentation;
  text << toJson(described.manifest) << toText(options.stages) << '|' << options.batchSize << '|' << options.peakRate
       << '|' << options.weightDecay << '|' << loss.labelSmoothing << '|' << loss.earlyWeight << '|'
       << loss.distillation << '|' << loss.temperature << '|' << how.flip << '|' << how.shift << '|' << how.eraseChance
       << '|' << how.eraseLargest << '|' << how.mix << '|' << options.averageDecay << '|' << options.quantizedSteps
       << '|' << options.seed << '|' << torch::toString(type) << '|' << images.count()
       << checksumHex(std::as_bytes(std::span(images.labels))) << checksumHex(std::as_bytes(std::span(images.pixels)));
  if (options.sparsity > 0) text << "|sparse" << options.sparsity;
  if (options.initial) text << '|' << options.initial->manifest.weightsChecksum;
  return checksumHex(std::as_bytes(std::span(text.view())));
}

/// One training from its first step to its last; `train` only sets it up.
class Training {
 public:
  Training(const ImageSet& images, const TrainOptions& options)
      : options_(options),
        device_(pickDevice()),
        type_(pickType(options.precision)),
        schedule_(options.stages, images.count(), options.batchSize, options.peakRate),
        network_(seeded(options.network, options.seed), device_, type_),
        optimizer_(network_.parameters(), kMomentum, options.weightDecay),
        batches_(images, options.network.frame, options.augmentation, options.batchSize, options.seed, device_),
        average_(network_.state(), options.averageDecay),
        cuts_(options.network, options.quantizedSteps, options.seed, device_),
        fingerprint_(fingerprintOf(options, images, type_)) {
    progress_.steps = schedule_.steps();
    progress_.exitAccuracy.assign(options.network.exits.size(), 0.0);
    progress_.exitLoss.assign(options.network.exits.size(), 0.0);
  }

  /// @throws UsageError when the model shares no layer with the network
  void adoptInitial() {
    if (!options_.initial) return;
    const auto& manifest = options_.initial->manifest;
    const Batch batch = batches_.at(0, schedule_.stages().front().frameSize);
    progress_.adopted = network_.adopt(unpackWeights(*options_.initial), manifest.network.frame, batch.frames);
    if (progress_.adopted.empty()) {
      throw UsageError("The model '" + manifest.name + "' shares no layers with the network to train: " +
                       "choose one of the same architecture or omit --init.");
    }
    average_.restart();
  }

  void resume() {
    if (options_.checkpoint.empty() || options_.restart) return;
    const auto checkpoint = loadCheckpoint(options_.checkpoint);
    if (!checkpoint) return;
    if (checkpoint->fingerprint != fingerprint_) {
      throw Error(
          options_.checkpoint.string() +
          " belongs to a training with different settings: use the same settings, or start over with --restart.");
    }
    const torch::NoGradGuard noGrad;
    try {
      for (auto& [name, tensor] : liveState()) {
        tensor.copy_(requireTensor(checkpoint->tensors, name, tensor.sizes().vec()));
      }
      if (checkpoint->step < 0 || checkpoint->step > progress_.steps) throw Error("its step is impossible");
    } catch (const Error& error) {
      throw unusableCheckpoint(options_.checkpoint, error.what());
    }
    progress_.step = checkpoint->step;
    progress_.resumed = true;
  }

  void save() const {
    if (!options_.checkpoint.empty()) saveCheckpoint(options_.checkpoint, {fingerprint_, progress_.step, liveState()});
  }

  void run(const std::function<void(const TrainProgress&)>& report, const std::stop_token& stop) {
    const auto begin = Clock::now();
    const double workBefore = schedule_.at(progress_.step).workDone;
    auto reported = begin - std::chrono::hours(1);
    auto saved = begin;
    for (; progress_.step < progress_.steps; ++progress_.step) {
      if (stop.stop_requested()) {
        save();
        throw Cancelled();
      }
      const auto now = Clock::now();
      if (std::chrono::duration<double>(now - saved).count() > options_.checkpointSeconds) {
        save();
        saved = now;
      }
      const auto position = schedule_.at(progress_.step);
      if (std::chrono::duration<double>(now - reported).count() > kReportSeconds) {
        progress_.elapsedS = std::chrono::duration<double>(now - begin).count();
        const double done = position.workDone - workBefore;
        progress_.etaS = done > 0 ? progress_.elapsedS * (1 - position.workDone) / done : 0;
        report(progress_);
        progress_.resumed = false;
        reported = now;
      }
      trainStep(position);
    }
    progress_.elapsedS = std::chrono::duration<double>(Clock::now() - begin).count();
    progress_.etaS = 0;
    save();  // what follows training (calibration, evaluation) can then be repeated without it
    report(progress_);
  }

  Model result() const {
    if (options_.averageDecay > 0) average_.apply();
    Model model;
    model.manifest.network = options_.network;
    packWeights(network_.fold(), TensorType::Float16, model);
    return model;
  }

 private:
  static const NetworkDescription& seeded(const NetworkDescription& network, std::uint64_t seed) {
    torch::manual_seed(seed);
    return network;
  }

  NamedTensors liveState() const {
    NamedTensors tensors = network_.state();
    tensors.merge(optimizer_.state());
    if (options_.averageDecay > 0) tensors.merge(average_.state());
    return tensors;
  }

  void trainStep(const Schedule::Position& position) {
    progress_.frameSize = schedule_.stages()[position.stage].frameSize;
    progress_.rate = position.rate;
    const Batch batch = batches_.at(progress_.step, progress_.frameSize);
    optimizer_.zeroGradients();
    const auto cut = cuts_.at(progress_.step);
    SparsityPenalty penalty;
    const auto hook = options_.sparsity > 0 ? penalty.before(cut.hook()) : cut.hook();
    const auto scores = network_.forward(cut.frame(batch.frames), true, hook);
    auto loss = jointLoss(scores, batch, options_.loss);
    if (options_.sparsity > 0) loss = loss + penalty.sum() * options_.sparsity;
    for (std::size_t exit = 0; exit < scores.size(); ++exit) {
      const double accuracy = scores[exit].argmax(1).eq(batch.labels).to(torch::kFloat32).mean().item<double>();
      blend(progress_.exitAccuracy[exit], accuracy);
      blend(progress_.exitLoss[exit], labelLoss(scores[exit].detach(), batch, 0).item<double>());
    }
    const double value = loss.item<double>();
    if (!std::isfinite(value)) {
      throw Error("The loss became " + std::to_string(value) + " at step " + std::to_string(progress_.step) +
                  " (seed " + std::to_string(options_.seed) + "): lower --rate and start over with --restart.");
    }
    blend(progress_.loss, value);
    loss.backward();
    optimizer_.step(position.rate);
    if (options_.averageDecay > 0) {
      if (position.firstOfStage) average_.restart();
      average_.update();
    }
    measured_ = true;
  }

  void blend(double& mean, double value) const { mean = measured_ ? mean + kRunningMean * (value - mean) : value; }

  const TrainOptions& options_;
  torch::Device device_;
  torch::ScalarType type_;
  Schedule schedule_;
  TrainableNetwork network_;
  Sgd optimizer_;
  BatchSource batches_;
  MovingAverage average_;
  RandomCuts cuts_;
  std::string fingerprint_;
  TrainProgress progress_;
  bool measured_ = false;
};

}  // namespace

std::string trainingDevice(Precision precision) {
  return std::string(torch::cuda::is_available() ? "GPU" : "CPU") +
         (pickType(precision) == torch::kBFloat16 ? ", bfloat16" : ", float32");
}

Model train(const ImageSet& images, const TrainOptions& options,
            const std::function<void(const TrainProgress&)>& report, std::stop_token stop) {
  if (options.batchSize < 2) {  // batch normalisation needs a spread
    throw UsageError("A batch of " + std::to_string(options.batchSize) + " images is too small: use at least 2.");
  }
  if (images.count() < options.batchSize)
    throw Error("There are fewer training images than a batch needs: lower --batch.");
  Training training(images, options);
  training.adoptInitial();
  training.resume();
  training.run(report, stop);
  return training.result();
}

}  // namespace cleave
