// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/insight_arrangement.h"

#include <algorithm>

namespace cleave::ui {
namespace {

constexpr int kGap = 12;
constexpr int kTabs = 26;
constexpr int kLeastMap = 190;    // height
constexpr int kTwoColumns = 560;  // width
constexpr int kMostRight = 340;

}  // namespace

InsightArrangement arrangeInsight(const QSize& room, int top, int whatIf) {
  InsightArrangement to;
  const int width = room.width();
  const int height = room.height();
  QRect right(0, 0, width, height);
  if (width >= kTwoColumns) {
    const int wide = std::min(kMostRight, width * 46 / 100);
    to.places[InsightArrangement::Map] = {0, 0, width - wide - kGap - 4, height};
    right = {width - wide, 0, wide, height};
    if (height >= top + kGap + whatIf) {
      to.places[InsightArrangement::Top] = {right.left(), 0, wide, top};
      to.places[InsightArrangement::WhatIf] = {right.left(), top + kGap, wide, height - top - kGap};
      return to;
    }
    to.firstTab = InsightArrangement::Top;
  } else if (const int map = height - top - whatIf - 2 * kGap; map >= kLeastMap) {
    to.places[InsightArrangement::Map] = {0, 0, width, map};
    to.places[InsightArrangement::Top] = {0, map + kGap, width, top};
    to.places[InsightArrangement::WhatIf] = {0, height - whatIf, width, whatIf};
    return to;
  } else if (const int least = height - kTabs - 4 - std::max(top, whatIf) - kGap; least >= kLeastMap) {
    to.places[InsightArrangement::Map] = {0, 0, width, least};
    right = {0, least + kGap, width, height - least - kGap};
    to.firstTab = InsightArrangement::Top;
  }
  to.tabs = {right.left(), right.top(), right.width(), kTabs};
  for (int i = to.firstTab; i < InsightArrangement::Sections; ++i) to.places[i] = right.adjusted(0, kTabs + 4, 0, 0);
  return to;
}

}  // namespace cleave::ui
