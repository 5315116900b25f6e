// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cleave::ui {

/// All that the device panel sets.
struct DeviceSettings {
  QString agent = QStringLiteral("local");   ///< "local" starts one here, else HOST:PORT
  int threads = 1;                           ///< that one layer may use
  bool int8 = false;                         ///< arithmetic of the device's layers; else float32
  QString emulate = QStringLiteral("none");  ///< by a local agent: none, raspberrypi4, raspberrypi4:1, a profile's file
  double load = 0;                           ///< share of the cores that other work takes, 0..0.95

  enum class Link { AsItIs, Rate, Scenario, Trace };
  Link link = Link::AsItIs;
  double rateMbps = 20;
  QString scenario;  ///< a shipped one's name, or the file of an own one
  QString trace;     ///< file

  friend bool operator==(const DeviceSettings&, const DeviceSettings&) = default;
};

/// How the device is doing.
struct DeviceState {
  enum class Kind { Off, Busy, Ready, Failed };
  Kind kind = Kind::Off;
  QString text;          ///< "Deploying the model", "AMD EPYC, 4 threads", or the one sentence that says what is wrong
  double progress = -1;  ///< 0..1 while busy; negative: unknown

  friend bool operator==(const DeviceState&, const DeviceState&) = default;
};

/// What both sides take for one layer; medians, in ms.
struct LayerProfile {
  QString layer;
  double deviceMs = 0;
  double edgeMs = 0;
};

}  // namespace cleave::ui
