// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/report.h"

#include "app/cli/figure_session.h"
#include "app/runs/requests_csv.h"
#include "app/runs/run_summary.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"
#include "ui/figures/export.h"

namespace cleave::cli {
namespace {

std::string requestsCsv(const Run& run) {
  const auto policies = policiesOf(run.header, run.changes);
  std::string csv;
  appendRequestsHeader(csv);
  for (const auto& record : run.records) appendRequest(csv, record, policies);
  return csv;
}

void writeText(const std::filesystem::path& file, std::string_view text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

}  // namespace

void writeReport(const Run& run, const std::filesystem::path& folder, ReportFormats formats) {
  if (run.records.empty()) throw Error("The run contains no requests: there is nothing to report.");
  const FigureSession session;
  const RunHeader& header = run.header;
  ui::RunData data;
  data.title = QString::fromStdString(header.model + ", " + header.policy);
  data.network = header.network;
  data.records = run.records;
  data.model = QString::fromStdString(header.model + " " + header.modelChecksum);
  data.policy = QString::fromStdString(header.policy);
  data.seed = QString::number(header.seed);
  data.commit = QString::fromStdString(header.version);
  data.machine = QString::fromStdString(header.machine);
  ui::exportRunFigures(data, QString::fromStdString(folder.string()), {formats.pdf, formats.svg, formats.png});
  writeText(folder / "requests.csv", requestsCsv(run));
  writeText(folder / "summary.txt", toText(summarise(run.records)));
}

}  // namespace cleave::cli
