// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/profile/latency_profile.h"

namespace cleave {

/// A processor known by published figures: its time for a layer is its arithmetic or its memory traffic, whichever
/// takes longer.
struct ReferenceDevice {
  std::string name;
  std::string machine;
  std::string source;
  int threads = 1;
  double gflops = 0;          ///< 1e9 operations a second in convolutions; a multiply and add are two
  double gigabytesPerS = 0;   ///< of memory
  double bytesPerWeight = 0;  ///< as fully connected layers store them
  double prepareNs = 0;       ///< frame to network input, a value; 0 = unknown
  double codingNs = 0;        ///< quantize or dequantize a value, packing included; 0 = unknown
};

/// The Raspberry Pi 4 Model B (BCM2711, four Cortex-A72), from ncnn's published table (github.com/Tencent/ncnn,
/// benchmark/README.md): AlexNet at 227x227 in 76 ms with 4 threads and 139 ms with 1.
///
/// The table gives wholes only, so the split is ours: convolutions at 24 GFLOP/s with 4 threads (published: 20 to 25)
/// and 11.5 with 1; memory at 5 GB/s with either, since one core saturates it; weights of fully connected layers at
/// 2 bytes, ncnn's default storage. At 4 bytes those layers alone would take 47 of the 76 ms and leave the convolutions
/// 45 GFLOP/s, which nobody measured. Torchvision's AlexNet comes out at 79 and 139 ms.
/// Preparing (1 ms for a frame of 224x224) and quantizing are assumed, not published.
/// Calls and caches are not counted: layers of a few microseconds take longer on a real Pi.
/// @param threads 1 or 4 @throws UsageError for any other number: nothing is published for it
ReferenceDevice raspberryPi4(int threads);

/// The edge PC that simulations assume where nobody measured one, so that they come out alike everywhere: one core of a
/// desktop with wide vectors at 80 GFLOP/s and 20 GB/s, weights of 4 bytes. All of it is assumed.
ReferenceDevice referencePc();

/// The device's time for every layer; the 95th percentile is taken as 1.1 times the median (assumed: a quiet system).
LatencyProfile referenceProfile(const ReferenceDevice& device, const NetworkDescription& network);

}  // namespace cleave
