// SPDX-License-Identifier: GPL-3.0-or-later
#error "libtorch headers are for targets declared TORCH; use core/network/network_runtime.h"
