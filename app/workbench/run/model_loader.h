// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <stop_token>

#include "app/workbench/background/background_worker.h"
#include "core/model/model.h"

namespace cleave::workbench {

struct LoadedModel {
  QString file;
  std::shared_ptr<const Model> model;
  QString error;  ///< in its place
};

/// Reads bundles in the background. Only the newest request is answered.
class ModelLoader : public QObject {
  Q_OBJECT

 public:
  explicit ModelLoader(QObject* parent = nullptr) : QObject(parent) {}

  void load(const QString& file);
  [[nodiscard]] bool isLoading() const { return loading_; }

 Q_SIGNALS:
  void loaded(const cleave::workbench::LoadedModel& result);

 private:
  bool loading_ = false;
  std::stop_source current_{std::nostopstate};
  BackgroundWorker worker_{*this, BackgroundWorker::Priority::Normal};  ///< last: it uses the rest
};

}  // namespace cleave::workbench
