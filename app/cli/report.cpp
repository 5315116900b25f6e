// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"

#include <iomanip>
#include <sstream>

#include "app/cli/figure_session.h"
#include "app/experiment/run_summary.h"
#include "core/plain/atomic_file.h"
#include "core/plain/error.h"
#include "ui/figures/export.h"

namespace cleave::cli {
namespace {

std::string requestsCsv(const std::vector<RequestRecord>& records) {
  std::ostringstream csv;
  csv << std::setprecision(10);
  csv << "id,start_s,exit,partition,bits,target_ms,queue_ms,prepare_ms,device_ms,quantize_ms,transmit_ms,dequantize_ms,"
         "edge_ms,return_ms,"
         "total_ms,payload_bytes,bandwidth_mbps,estimate_mbps,rtt_ms,prediction,label,confidence,outcome,fallback_ms,"
         "tcp_rtt_ms,tcp_retransmissions\n";
  for (const auto& r : records) {
    csv << r.id << ',' << r.startS << ',' << r.decision.exit << ',' << r.decision.partition << ',' << r.decision.bits
        << ',' << r.targetMs << ',' << r.queueMs << ',' << r.prepareMs << ',' << r.deviceMs() << ',' << r.quantizeMs
        << ',' << r.transmitMs << ',' << r.dequantizeMs << ',' << r.edgeMs() << ',' << r.returnMs << ',' << r.totalMs
        << ',' << r.payloadBytes << ',' << r.bandwidthMbps << ',' << r.estimateMbps << ',' << r.rttMs << ','
        << r.prediction << ',' << r.label << ',' << r.confidence << ',' << toText(r.outcome) << ',' << r.fallbackMs
        << ',' << r.tcpRttMs << ',' << r.tcpRetransmissions << '\n';
  }
  return csv.str();
}

void writeText(const std::filesystem::path& file, std::string_view text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

}  // namespace

void writeReport(const Run& run, const std::filesystem::path& folder) {
  if (run.records.empty()) throw Error("The run holds no requests, so there is nothing to report.");
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
  ui::exportRunFigures(data, QString::fromStdString(folder.string()), {.pdf = true, .svg = false, .png = true});
  writeText(folder / "requests.csv", requestsCsv(run.records));
  writeText(folder / "summary.txt", toText(summarise(run.records)));
}

}  // namespace cleave::cli
