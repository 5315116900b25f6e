// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/types/decision.h"
#include "core/types/network_description.h"

namespace cleave::ui {

/// Which feature somebody wants to see: the output of `layer` on the path to `exit`, for one request's frame.
struct FeatureQuery {
  std::uint64_t request = 0;
  int frame = -1;  ///< index in the run's sample set
  Decision decision;
  int exit = 1;
  int layer = 0;      ///< 0 = the frame, i = the output of the path's i-th layer
  int channels = 32;  ///< pictures at most

  friend bool operator==(const FeatureQuery&, const FeatureQuery&) = default;
};

/// The answer: a feature in pictures, and what the link made of it.
struct FeatureView {
  FeatureQuery query;
  QString error;  ///< why there is nothing to see; everything else is empty then

  QString layer;  ///< its name; "frame" for 0
  Shape shape;
  float low = 0;
  float high = 0;              ///< what black and white of every picture stand for
  std::vector<int> channels;   ///< numbers of those pictured
  std::vector<QImage> before;  ///< Format_Grayscale8
  std::vector<QImage> after;   ///< as the edge has it; empty in front of the partition

  struct Loss {
    double meanSquared = 0;
    double snrDb = 0;  ///< infinite: nothing was lost
    double zerosBefore = 0;
    double zerosAfter = 0;  ///< shares
  };
  std::optional<Loss> loss;  ///< where there is an `after`

  struct Payload {
    std::uint64_t bytes = 0;
    std::uint64_t packedBytes = 0;  ///< codes without the lossless stage
    bool lossless = false;          ///< that stage was worth it
  };
  std::optional<Payload> payload;  ///< at the partition itself
};

}  // namespace cleave::ui
