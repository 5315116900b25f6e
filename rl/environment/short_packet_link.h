// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/types/fast_random.h"
#include "rl/environment/step_series.h"

namespace cleave {

/// 5G URLLC: the uplink is cut into short blocks, one a slot, each decoded on its own with a set error probability. A
/// block carries what the normal approximation allows at the SNR of its fading block (known to the sender); one that
/// fails is sent again in the next slot.
struct ShortPacketLink {
  double bandwidthMhz = 10;
  double snrDb = 12;               ///< mean
  double slotMs = 0.125;           ///< a slot of numerology 3 (120 kHz), 3GPP TS 38.211
  double errorProbability = 1e-5;  ///< of a block
  double coherenceMs = 20;         ///< of the fading
  int diversity = 2;  ///< independent Rayleigh branches, combined with maximal ratio and the same mean; 0 = no fading

  friend bool operator==(const ShortPacketLink&, const ShortPacketLink&) = default;
};

/// The inverse of the Gaussian tail: Q(x) = probability, to 1e-12. For probabilities from 1e-300 to 0.5.
double inverseQ(double probability);

/// Bits that one block carries over the real AWGN channel (Polyanskiy, Poor and Verdu, IEEE Trans. IT 56(5), 2010, eq.
/// 296 and Theorem 54): n C - sqrt(n V) Qinv(e) + log2(n) / 2 with C = log2(1 + snr) / 2 and V = snr (snr + 2) / (2
/// (snr + 1)^2) log2(e)^2. Never negative. Good to a few bits from n = 100 on.
/// @param realUses n; a complex channel use is two @param snr as a power ratio
double shortPacketBits(double realUses, double snr, double errorProbability);

/// Of the complex baseband: bandwidth times slot.
double complexUses(const ShortPacketLink& link);
/// Mbit/s while blocks arrive, at one SNR.
double shortPacketMbps(const ShortPacketLink& link, double snr);
/// Mbit/s: steps of fading, and zeros of one slot where blocks fail.
StepSeries realise(const ShortPacketLink& link, FastRandom& random, double durationS);

}  // namespace cleave
