// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <stop_token>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/run/run_device.h"
#include "core/model/model.h"
#include "ui/device/device_panel.h"

namespace cleave::workbench {

/// Times the layers of a model on a device and here, on a thread of its own, and shows progress and result in the
/// panel.
class ProfileJob : public QObject {
  Q_OBJECT

 public:
  explicit ProfileJob(ui::DevicePanel& panel) : panel_(panel) {}

  /// Does nothing while one is under way.
  void start(std::shared_ptr<const Model> model, const RunDevice& device);
  void stop() { measuring_.request_stop(); }

 private:
  void tell(const ui::DeviceState& state);
  void measure(const Model& model, const RunDevice& device, const std::stop_token& stop);

  ui::DevicePanel& panel_;
  bool running_ = false;
  std::stop_source measuring_{std::nostopstate};
  BackgroundWorker worker_{*this, BackgroundWorker::Priority::Normal};  // normal: it measures times
};

}  // namespace cleave::workbench
