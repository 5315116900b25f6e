// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/feature_controller.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "app/experiment/feature_inspector.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

QImage imageOf(const FeaturePicture& picture) {
  QImage image(picture.width, picture.height, QImage::Format_Grayscale8);
  const auto width = static_cast<std::size_t>(picture.width);
  for (int y = 0; y < picture.height; ++y) {
    std::memcpy(image.scanLine(y), picture.grey.data() + static_cast<std::size_t>(y) * width, width);
  }
  return image;
}

ui::FeatureView viewOf(const ui::FeatureQuery& query, const NetworkDescription& network,
                       const FeatureInspection& inspection) {
  ui::FeatureView view;
  view.query = query;
  view.layer =
      query.layer == 0
          ? QObject::tr("frame")
          : QString::fromStdString(network.path(query.exit).at(static_cast<std::size_t>(query.layer - 1)).name);
  view.shape = inspection.shape;
  view.low = inspection.low;
  view.high = inspection.high;
  view.channels = inspection.channels;
  std::ranges::transform(inspection.before, std::back_inserter(view.before), imageOf);
  std::ranges::transform(inspection.after, std::back_inserter(view.after), imageOf);
  if (const auto& error = inspection.error) {
    view.loss = {error->meanSquared, error->snrDb, error->zerosBefore, error->zerosAfter};
  }
  if (const auto& payload = inspection.payload) view.payload = {payload->bytes, payload->packed, payload->lossless};
  return view;
}

}  // namespace

/// Used by the worker's thread alone. The runtime is kept for as long as the model stays the same.
class FeatureController::Inspection {
 public:
  /// @throws Error when there is nothing to compute with; Cancelled
  ui::FeatureView look(const Job& job, const std::stop_token& stop) {
    const auto& [model, precision, frames] = job.source;
    const int frame = job.query.frame;
    if (!model) throw Error("No model is open. Open one first.");
    if (!frames || frame < 0 || static_cast<std::size_t>(frame) >= frames->frames.size()) {
      throw Error("The frame of this request is not available, so its features cannot be recomputed.");
    }
    if (model != model_ || precision != precision_) {
      inspector_.reset();
      inspector_ = std::make_unique<FeatureInspector>(*model, precision);
      model_ = model;
      precision_ = precision;
    }
    const auto& query = job.query;
    return viewOf(query, model->manifest.network,
                  inspector_->inspect(frames->frames[static_cast<std::size_t>(frame)], query.decision, query.exit,
                                      query.layer, query.channels, stop));
  }

 private:
  std::shared_ptr<const Model> model_;
  DevicePrecision precision_ = DevicePrecision::Float32;
  std::unique_ptr<FeatureInspector> inspector_;
};

FeatureController::FeatureController(QObject* parent) : QObject(parent), inspection_(std::make_unique<Inspection>()) {}

FeatureController::~FeatureController() = default;

void FeatureController::setModel(std::shared_ptr<const Model> model, DevicePrecision precision) {
  setFrames(nullptr);  // they belong to the model's own run
  source_.model = std::move(model);
  source_.precision = precision;
}

void FeatureController::setFrames(std::shared_ptr<const SampleSet> frames) {
  auto old = std::exchange(source_.frames, std::move(frames));
  // Releasing a hundred megabytes takes a while.
  if (old) worker_.add([held = std::move(old)](const std::stop_token&) {});
}

std::size_t FeatureController::addAsker() {
  latest_.emplace_back(std::nostopstate);
  return latest_.size() - 1;
}

void FeatureController::ask(std::size_t asker, const ui::FeatureQuery& query) {
  std::stop_source& latest = latest_.at(asker);
  latest.request_stop();
  latest = worker_.submit(
      [this, job = Job{source_, query}](const std::stop_token& stop) { return inspection_->look(job, stop); },
      [this, asker](const ui::FeatureView& view) { Q_EMIT answered(asker, view); },
      [this, asker, query](const QString& error) {
        ui::FeatureView view;
        view.query = query;
        view.error = error;
        Q_EMIT answered(asker, view);
      },
      BackgroundWorker::newest(static_cast<int>(asker)));
}

}  // namespace cleave::workbench
