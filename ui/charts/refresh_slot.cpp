// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/refresh_slot.h"

#include <chrono>

namespace cleave::ui {
namespace {

constexpr int kPeriodMs = 35;
constexpr int kStepMs = 7;

}  // namespace

RefreshSlot::RefreshSlot() {
  static int made = 0;  // GUI thread only
  phase_ = (made++ * kStepMs) % kPeriodMs;
}

int RefreshSlot::wait() const {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
  return kPeriodMs - static_cast<int>((now + kPeriodMs - phase_) % kPeriodMs);
}

}  // namespace cleave::ui
