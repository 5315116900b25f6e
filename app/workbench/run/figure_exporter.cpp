// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/figure_exporter.h"

#include <QFileInfo>

#include "app/runs/run_file.h"
#include "app/workbench/run/run_archive.h"
#include "ui/figures/export.h"

namespace cleave::workbench {
namespace {

/// @returns the number of requests
std::size_t writeFigures(const QString& file, const QString& directory) {
  const QString found = QFileInfo::exists(file) ? file : RunArchive::bundlePathOf(file);
  const Run run = readAnyRun(found.toStdString());
  const auto text = [](const std::string& value) { return QString::fromStdString(value); };
  ui::exportRunFigures({text(run.header.model + ", " + run.header.policy), run.header.network, run.records,
                        text(run.header.model + " " + run.header.modelChecksum), text(run.header.policy),
                        QString::number(run.header.seed), text(run.header.version), text(run.header.machine)},
                       directory, {.pdf = true, .svg = true, .png = true});
  return run.records.size();
}

}  // namespace

bool FigureExporter::exportRun(const QString& run, const QString& directory) {
  if (exporting_) return false;
  exporting_ = true;
  worker_.submit([run, directory](const std::stop_token&) { return writeFigures(run, directory); },
                 [this, directory](std::size_t requests) {
                   exporting_ = false;
                   Q_EMIT exported(tr("Figures of %1 requests were written to %2.").arg(requests).arg(directory));
                 },
                 [this](const QString& error) {
                   exporting_ = false;
                   Q_EMIT failed(error);
                 });
  return true;
}

}  // namespace cleave::workbench
