// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of libtorch that Cleave uses: tensors, their functions and gradients. torch/torch.h takes twice as long to
// read.
#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/utils.h>
