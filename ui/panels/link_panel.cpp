// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/link_panel.h"

#include <QVBoxLayout>

#include "ui/theme/format.h"

namespace cleave::ui {

LinkPanel::LinkPanel(QWidget* parent)
    : Panel(tr("Link"), parent),
      roundTrip_(new Sparkline(tr("round trip"), ColourRole::Link)),
      bytes_(new Sparkline(tr("sent per request"), ColourRole::Device)),
      rate_(new Sparkline(tr("requests per second"), ColourRole::Edge)) {
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(2, 0, 2, 0);
  box->setSpacing(8);
  for (Sparkline* line : {roundTrip_, bytes_, rate_}) box->addWidget(line, 1);
  setBody(body);
}

void LinkPanel::append(const RequestRecord& record) {
  if (record.rttMs > 0) {
    rttSum_ += record.rttMs;
    ++rttCount_;
  }
  bytesSum_ += static_cast<double>(record.payloadBytes);
  ++count_;
}

void LinkPanel::showLatest(double requestsPerSecond) {
  if (count_ == 0) return;
  if (rttCount_ > 0) {
    const double rtt = rttSum_ / rttCount_;
    roundTrip_->push(rtt, formatMs(rtt));
  }
  bytes_->push(bytesSum_ / count_, formatBytes(bytesSum_ / count_));
  rate_->push(requestsPerSecond, formatNumber(requestsPerSecond));
  rttSum_ = bytesSum_ = 0;
  count_ = rttCount_ = 0;
}

void LinkPanel::clearRun() {
  for (Sparkline* line : {roundTrip_, bytes_, rate_}) line->clear();
  rttSum_ = bytesSum_ = 0;
  count_ = rttCount_ = 0;
  setEmpty(true);
}

}  // namespace cleave::ui
