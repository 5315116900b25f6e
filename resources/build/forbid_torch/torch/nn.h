// SPDX-License-Identifier: GPL-3.0-or-later
#error "libtorch headers are for targets declared TORCH (inside core/ and rl/ sources); use core/network/network_runtime.h"
