// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/types/fast_random.h"
#include "rl/environment/step_series.h"

namespace cleave {

/// Rayleigh block fading: the received power is exponentially distributed around its mean and stays for one coherence
/// time; the rate is Shannon's, B log2(1 + SNR). The mean follows the log-distance law, 20 log10(4 pi f / c) dB at 1 m
/// (free space) and 10 n dB for each tenfold distance (Goldsmith, Wireless Communications, 2005, 2.6 and 4.2).
struct RayleighLink {
  double bandwidthMhz = 20;
  double txDbm = 15;  ///< transmit power, antenna gains included
  double carrierGhz = 2.4;
  double pathLossExponent = 3;
  double noiseFigureDb = 7;  ///< over -174 dBm/Hz
  double coherenceMs = 50;   ///< about 0.42 c / (v f): 50 ms at 1 m/s and 2.4 GHz
  double distanceM = 20;
  double farM = 0;          ///< the distance runs to this and back for ever; 0 = stands still
  double speedMps = 0;      ///< at this speed, m/s
  double airtimeShare = 1;  ///< of the channel's time that this device gets

  friend bool operator==(const RayleighLink&, const RayleighLink&) = default;
};

/// Mean signal to noise ratio at `distanceM`, as a power ratio.
double meanSnr(const RayleighLink& link, double distanceM);
/// Where a mover is at a time: from distanceM to farM and back.
double distanceAt(const RayleighLink& link, double timeS);
/// Mbit/s, one step a coherence time.
StepSeries realise(const RayleighLink& link, FastRandom& random, double durationS);

}  // namespace cleave
