// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_metrics.h"

#include <nlohmann/json.hpp>

namespace cleave::cli {

std::string toJsonLine(const TrainProgress& progress) {
  return nlohmann::ordered_json{{"step", progress.step},
                                {"steps", progress.steps},
                                {"frame", progress.frameSize},
                                {"loss", progress.loss},
                                {"rate", progress.rate},
                                {"train_loss", progress.exitLoss},
                                {"train_accuracy", progress.exitAccuracy},
                                {"elapsed_s", progress.elapsedS},
                                {"eta_s", progress.etaS}}
      .dump();
}

void ModelMetrics::add(const TrainProgress& progress) {
  if (file_.empty()) return;
  if (!out_) out_.emplace(file_, progress.resumed ? progress.step : 0);
  steps_ = progress.steps;
  out_->add(toJsonLine(progress));
}

void ModelMetrics::addPhase(const char* phase, double done) {
  if (!out_) return;
  const auto now = Clock::now();
  if (phase_ != phase) {
    phase_ = phase;
    phaseStart_ = now;
  } else if (done < 1 && now - written_ < std::chrono::seconds(1)) {
    return;
  }
  written_ = now;
  nlohmann::ordered_json line{{"step", steps_}, {"steps", steps_}, {"phase", phase}, {"done", done}};
  const double passed = std::chrono::duration<double>(now - phaseStart_).count();
  if (done > 0) line["eta_s"] = passed * (1 - done) / done;
  out_->add(line.dump());
}

void ModelMetrics::addAccuracy(const Manifest& manifest) {
  if (!out_) return;
  nlohmann::ordered_json line{{"step", steps_}, {"steps", steps_}};
  for (const auto& exit : manifest.accuracy) line["accuracy"].push_back(exit.accuracy());
  out_->add(line.dump());
}

}  // namespace cleave::cli
