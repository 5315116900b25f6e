// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/model/model.h"
#include "core/plain/request_record.h"
#include "ui/window/run_window.h"

namespace cleave::workbench {

struct GuiFigures {
  double frameP50Ms = 0;
  double frameP99Ms = 0;
  double frameMaxMs = 0;
  std::uint64_t frames = 0;
  double rssGrowthMb = 0;
  std::uint64_t records = 0;  ///< that the window has counted, of those made
  std::uint64_t dropped = 0;
};

/// Feeds the window with records at a rate from a thread of its own, as a run does, and times the GUI thread. A frame
/// is one turn of the event loop in which something was painted, from waking up to going to sleep again. The buffers of
/// the charts are filled first, so that what grows afterwards is a leak.
class GuiBench : public QObject {
  Q_OBJECT

 public:
  GuiBench(ui::RunWindow& window, const Manifest& model, double recordsPerSecond, double seconds, std::uint64_t seed);
  ~GuiBench() override;
  /// `finished` comes after about `seconds` and the filling.
  void start();

 Q_SIGNALS:
  void finished(const cleave::workbench::GuiFigures& figures);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void fill();
  void produce(const std::stop_token& stop);
  void drain();
  void end();

  ui::RunWindow& window_;
  NetworkDescription network_;
  double perSecond_;
  double seconds_;
  std::uint64_t seed_;
  std::uint64_t shown_ = 0;
  std::atomic<std::uint64_t> made_ = 0;
  std::mutex mutex_;
  std::vector<RequestRecord> mailbox_;
  QTimer drain_;
  QElapsedTimer awake_;
  bool painted_ = false;
  bool timing_ = false;
  std::vector<float> frames_;
  double rssAtStart_ = 0;
  std::jthread producer_;
};

}  // namespace cleave::workbench
