// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/int8_engine.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/types/error.h"

namespace cleave {
namespace {

using Stack = std::vector<c10::IValue>;

// The quantized operators are reached by name: their C++ declarations differ between versions of libtorch.
c10::IValue call(const std::string& name, Stack stack) {
  const bool overloaded = name == "quantized::conv2d" || name == "quantized::conv2d_relu";
  const auto operation = c10::Dispatcher::singleton().findSchemaOrThrow(name.c_str(), overloaded ? "new" : "");
  operation.callBoxed(&stack);
  return stack.at(0);
}

bool multipliesBytes() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512vnni") || __builtin_cpu_supports("avxvnni");
#else
  return true;
#endif
}

void chooseEngine() {
  const auto& engines = at::globalContext().supportedQEngines();
  for (const auto engine : {at::QEngine::ONEDNN, at::QEngine::FBGEMM, at::QEngine::QNNPACK}) {
#if !defined(__x86_64__)
    if (engine != at::QEngine::QNNPACK) continue;
#endif
    if (std::ranges::find(engines, engine) != engines.end()) {
      if (at::globalContext().qEngine() != engine) at::globalContext().setQEngine(engine);
      return;
    }
  }
  throw Error("This build of libtorch has no int8 engine for this processor: run the device's layers in float32.");
}

torch::Tensor quantizedWeight(const torch::Tensor& weight) {
  const auto scales = weight.flatten(1).abs().amax(1).clamp_min(1e-12).div(127).to(torch::kFloat64);
  return torch::quantize_per_channel(weight, scales, torch::zeros({weight.size(0)}, torch::kInt64), 0, torch::kQInt8);
}

}  // namespace

std::uint8_t int8TopCode() {
  return multipliesBytes() ? 255 : 127;
}

Int8Scale int8Scale(double low, double high, std::uint8_t top) {
  low = std::min(low, 0.0);
  high = std::max(high, low + 1e-12);
  const double scale = (high - low) / top;
  return {scale, static_cast<std::int64_t>(std::lround(-low / scale)), top};
}

Int8Layer Int8Layer::conv2d(const torch::Tensor& weight, const torch::Tensor& bias, std::int64_t stride,
                            std::int64_t padding, bool relu, Int8Scale output) {
  chooseEngine();
  const auto pair = [](std::int64_t value) { return c10::List<std::int64_t>{value, value}; };
  Int8Layer layer;
  layer.operation_ = relu ? "quantized::conv2d_relu" : "quantized::conv2d";
  layer.packed_ =
      call("quantized::conv2d_prepack", {quantizedWeight(weight.contiguous(torch::MemoryFormat::ChannelsLast)), bias,
                                         pair(stride), pair(padding), pair(1), std::int64_t{1}});
  layer.output_ = output;
  return layer;
}

Int8Layer Int8Layer::linear(const torch::Tensor& weight, const torch::Tensor& bias, bool relu, Int8Scale output) {
  chooseEngine();
  Int8Layer layer;
  layer.operation_ = relu ? "quantized::linear_relu" : "quantized::linear";
  layer.packed_ = call("quantized::linear_prepack", {quantizedWeight(weight), bias});
  layer.output_ = output;
  return layer;
}

torch::Tensor Int8Layer::run(const torch::Tensor& input) const {
  auto output = call(operation_, {input, packed_, output_.scale, output_.zero}).toTensor();
  if (output_.top < 255) {  // the engine itself stops at 255 only
    auto* const codes = static_cast<std::uint8_t*>(output.data_ptr());
    std::transform(codes, codes + output.numel(), codes,
                   [top = output_.top](std::uint8_t code) { return std::min(code, top); });
  }
  return output;
}

}  // namespace cleave
