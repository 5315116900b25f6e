// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <stop_token>
#include <vector>

#include "app/experiment/sample_set.h"
#include "app/workbench/background/background_worker.h"
#include "core/model/model.h"
#include "ui/features/feature_view.h"

namespace cleave::workbench {

/// Shows features to whoever asks: computes them on a thread of its own, with a runtime of its own, one at a time, so
/// that a run is not disturbed. Of each asker only the latest query counts: it cancels the one before.
class FeatureController : public QObject {
  Q_OBJECT

 public:
  explicit FeatureController(QObject* parent = nullptr);
  ~FeatureController() override;

  /// What is computed with from now on. The latest queries are answered with what was there when they were asked.
  /// @param precision of the layers on the device
  void setModel(std::shared_ptr<const Model> model, DevicePrecision precision = DevicePrecision::Float32);
  void setFrames(std::shared_ptr<const SampleSet> frames);

  /// Answers a widget that has the signal featureWanted(FeatureQuery) and takes showFeature(FeatureView).
  template <class Widget>
  void serve(Widget& widget) {
    const std::size_t asker = addAsker();
    QObject::connect(&widget, &Widget::featureWanted, this,
                     [this, asker](const ui::FeatureQuery& query) { ask(asker, query); });
    QObject::connect(this, &FeatureController::answered, &widget,
                     [asker, &widget](std::size_t whom, const ui::FeatureView& view) {
                       if (whom == asker) widget.showFeature(view);
                     });
  }

  std::size_t addAsker();
  void ask(std::size_t asker, const ui::FeatureQuery& query);

 Q_SIGNALS:
  void answered(std::size_t asker, const cleave::ui::FeatureView& view);

 private:
  struct Source {
    std::shared_ptr<const Model> model;
    DevicePrecision precision = DevicePrecision::Float32;
    std::shared_ptr<const SampleSet> frames;
  };
  struct Job {
    Source source;
    ui::FeatureQuery query;
  };
  class Inspection;

  Source source_;                           ///< of the GUI thread
  std::vector<std::stop_source> latest_;    ///< query of each asker
  std::unique_ptr<Inspection> inspection_;  ///< the worker's
  BackgroundWorker worker_{*this};          ///< last: it ends before what it uses
};

}  // namespace cleave::workbench
