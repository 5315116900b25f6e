// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/types/request_record.h"

namespace cleave {

/// One line of JSON without the newline: what `cleave-cli run --json` prints. The fields are the columns of a recorded
/// run; `probabilities` and what is unknown are left out.
std::string toJson(const RequestRecord& record);

}  // namespace cleave
