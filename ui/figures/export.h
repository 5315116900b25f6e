// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/types/network_description.h"
#include "core/types/request_record.h"

namespace cleave::ui {

/// A recorded run, and where it came from: the strings go into the sidecar as they are.
struct RunData {
  QString title;
  NetworkDescription network;
  std::vector<RequestRecord> records;
  QString model;
  QString policy;
  QString seed;
  QString commit;
  QString machine;
};

struct FigureFormats {
  bool pdf = true;
  bool svg = false;
  bool png = false;
};

/// Widths of one and of two columns of a paper, in millimetres.
inline constexpr double kOneColumnMm = 88.9;
inline constexpr double kTwoColumnsMm = 181.9;

/// Writes the run's figures into `directory` (made when missing): for each its files and the CSV of what it shows, and
/// one figures.json that says where all of it came from. Files appear whole or not at all. Needs a QGuiApplication, no
/// display (QT_QPA_PLATFORM=offscreen). Returns the paths written.
/// @throws cleave::Error with one sentence when the run is empty or the folder cannot be written
QStringList exportRunFigures(const RunData& run, const QString& directory, FigureFormats formats = {});

}  // namespace cleave::ui
