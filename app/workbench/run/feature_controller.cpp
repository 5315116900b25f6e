// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/feature_controller.h"

#include <QThreadPool>
#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "app/experiment/feature_inspector.h"
#include "app/workbench/background/thread_priority.h"
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

/// Lives on the worker's thread. The runtime is kept for as long as the model stays the same.
class FeatureController::Worker {
 public:
  ui::FeatureView answer(const Job& job, const std::stop_token& stop) {
    ui::FeatureView view;
    view.query = job.query;
    try {
      view = look(job, stop);
    } catch (const std::exception& error) {
      view.error = QString::fromUtf8(error.what());
    }
    return view;
  }

 private:
  ui::FeatureView look(const Job& job, const std::stop_token& stop) {
    const auto& [model, precision, frames] = job.source;
    const int frame = job.query.frame;
    if (!model) throw Error("No model is open: open one first.");
    if (!frames || frame < 0 || static_cast<std::size_t>(frame) >= frames->frames.size()) {
      throw Error("This request's frame is not at hand, so its features cannot be computed again.");
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

  std::shared_ptr<const Model> model_;
  DevicePrecision precision_ = DevicePrecision::Float32;
  std::unique_ptr<FeatureInspector> inspector_;
};

FeatureController::FeatureController(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& stop) { work(stop); }) {}

FeatureController::~FeatureController() {
  thread_.request_stop();
  thread_.join();
}

void FeatureController::setModel(std::shared_ptr<const Model> model, DevicePrecision precision) {
  setFrames(nullptr);  // they belong to the model's own run
  source_.model = std::move(model);
  source_.precision = precision;
}

void FeatureController::setFrames(std::shared_ptr<const SampleSet> frames) {
  // A hundred megabytes take their time to go.
  QThreadPool::globalInstance()->start([old = std::exchange(source_.frames, std::move(frames))] {});
}

std::size_t FeatureController::addAsker() {
  const std::scoped_lock lock(mutex_);
  waiting_.emplace_back();
  return waiting_.size() - 1;
}

void FeatureController::ask(std::size_t asker, const ui::FeatureQuery& query) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_.at(asker) = Job{source_, query};
  }
  asked_.notify_one();
}

void FeatureController::work(const std::stop_token& stop) {
  lowerThreadPriority();
  Worker worker;
  while (true) {
    Job job;
    std::size_t asker = 0;
    {
      std::unique_lock lock(mutex_);
      const auto waits = [this] {
        return std::ranges::find_if(waiting_, [](const auto& query) { return query.has_value(); });
      };
      if (!asked_.wait(lock, stop, [&] { return waits() != waiting_.end(); })) return;
      const auto next = waits();
      asker = static_cast<std::size_t>(next - waiting_.begin());
      job = std::move(**next);
      next->reset();
    }
    auto view = worker.answer(job, stop);
    if (stop.stop_requested()) return;
    // To the GUI thread; an answer that was overtaken meanwhile is dropped there, where the asker knows its own query.
    QMetaObject::invokeMethod(
        this, [this, asker, view = std::move(view)] { Q_EMIT answered(asker, view); }, Qt::QueuedConnection);
  }
}

}  // namespace cleave::workbench
