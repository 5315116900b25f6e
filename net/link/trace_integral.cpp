// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/trace_integral.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace cleave::net {
namespace {

std::chrono::nanoseconds fromUs(std::uint64_t us) {
  return std::chrono::microseconds(static_cast<std::int64_t>(us));
}

}  // namespace

TraceIntegral::TraceIntegral(const LinkTrace& trace)
    : begin_(fromUs(trace.beginUs)), duration_(fromUs(trace.durationUs)) {
  segments_.reserve(trace.steps.size());
  for (const LinkStep& step : trace.steps) {
    const auto startNs = static_cast<double>(fromUs(step.startUs).count());
    const double before = segments_.empty() ? 0 : bitsUntil(startNs);
    segments_.push_back(
        {startNs, static_cast<double>(step.bitsPerSecond) / 1e9, before, std::chrono::microseconds(step.rttUs)});
  }
  bitsPerCycle_ = bitsUntil(static_cast<double>(duration_.count()));
}

TraceIntegral::Place TraceIntegral::placeOf(Moment moment) const {
  const auto ns = (begin_ + std::max(moment, Moment::zero())).count();
  return {static_cast<double>(ns / duration_.count()), static_cast<double>(ns % duration_.count())};
}

const TraceIntegral::Segment& TraceIntegral::segmentAt(double ns) const {
  const auto after = std::ranges::upper_bound(segments_, ns, {}, &Segment::startNs);
  return after == segments_.begin() ? *after : *std::prev(after);
}

double TraceIntegral::bitsUntil(double ns) const {
  const Segment& segment = segmentAt(ns);
  return segment.bitsBefore + (ns - segment.startNs) * segment.bitsPerNs;
}

double TraceIntegral::bitsBetween(Moment from, Moment to) const {
  const Place a = placeOf(from);
  const Place b = placeOf(to);
  // Cycles first: the difference of two nearby moments stays exact however long the link has run.
  return std::max(0.0, (b.cycle - a.cycle) * bitsPerCycle_ + (bitsUntil(b.ns) - bitsUntil(a.ns)));
}

TraceIntegral::Moment TraceIntegral::whenCarried(Moment from, double bits, Moment latest) const {
  if (bits <= 0 || latest <= from) return std::min(from, latest);
  if (bitsPerCycle_ <= 0) return latest;
  const Place start = placeOf(from);
  const double wanted = bitsUntil(start.ns) + bits;
  // The first moment of that many bits, so a cycle is full at the end of its last living step, not at its own end.
  const double cycles = std::max(0.0, std::ceil(wanted / bitsPerCycle_) - 1);
  const double rest = wanted - cycles * bitsPerCycle_;
  const auto reached = std::ranges::lower_bound(segments_, rest, {}, &Segment::bitsBefore);
  const Segment& segment = reached == segments_.begin() ? *reached : *std::prev(reached);
  const double within = segment.bitsPerNs > 0 ? (rest - segment.bitsBefore) / segment.bitsPerNs : 0;
  const double ahead = cycles * static_cast<double>(duration_.count()) + segment.startNs + within - start.ns;
  if (ahead >= static_cast<double>((latest - from).count())) return latest;
  return from + Moment(static_cast<std::int64_t>(std::ceil(std::max(0.0, ahead))));
}

std::chrono::microseconds TraceIntegral::rttAt(Moment moment) const {
  return segmentAt(placeOf(moment).ns).rtt;
}

double TraceIntegral::peakBitsPerSecond() const {
  return std::ranges::max(segments_, {}, &Segment::bitsPerNs).bitsPerNs * 1e9;
}

}  // namespace cleave::net
