// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/experiment/sample_set.h"
#include "core/model/model.h"
#include "core/types/request_record.h"

namespace cleave::cli {

struct Verification {
  int checked = 0;
  int mismatches = 0;
};

/// Runs each request that sent no quantized feature (32 bits) again here, whole, to the same exit, and compares the
/// predictions: split execution must not change them.
Verification verifyRecords(const Model& model, DevicePrecision precision, const SampleSet& samples,
                           const std::vector<RequestRecord>& records);

}  // namespace cleave::cli
