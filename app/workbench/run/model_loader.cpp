// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/model_loader.h"

#include "core/bundle/bundle.h"

namespace cleave::workbench {

void ModelLoader::load(const QString& file) {
  current_.request_stop();
  loading_ = true;
  current_ = worker_.submit(
      [path = file.toStdString()](const std::stop_token&) { return std::make_shared<const Model>(readBundle(path)); },
      [this, file](const std::shared_ptr<const Model>& model) {
        loading_ = false;
        Q_EMIT loaded({file, model, {}});
      },
      [this, file](const QString& error) {
        loading_ = false;
        Q_EMIT loaded({file, nullptr, error});
      },
      BackgroundWorker::newest());
}

}  // namespace cleave::workbench
