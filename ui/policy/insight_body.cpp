// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/insight_body.h"

#include <algorithm>

#include "ui/policy/segment_bar.h"

namespace cleave::ui {

InsightBody::InsightBody(QWidget* map, QWidget* top, QWidget* whatIf, QWidget* parent)
    : QWidget(parent), sections_{map, top, whatIf}, tabs_(new SegmentBar(tr("Views of the policy panel"), this)) {
  tabs_->setObjectName(QStringLiteral("insightTabs"));
  for (auto* section : sections_) section->setParent(this);
  setTabOrder(tabs_, map);
  connect(tabs_, &SegmentBar::chosen, this,
          [this](int index) { open(static_cast<InsightArrangement::Section>(first_ + index)); });
}

void InsightBody::open(InsightArrangement::Section section) {
  opened_ = section;
  arrange();
}

void InsightBody::resizeEvent(QResizeEvent*) {
  arrange();
}

void InsightBody::arrange() {
  const auto to = arrangeInsight(size(), sections_[InsightArrangement::Top]->sizeHint().height(),
                                 sections_[InsightArrangement::WhatIf]->sizeHint().height());
  const bool tabbed = !to.tabs.isEmpty();
  if (tabbed && (tabs_->segments().isEmpty() || to.firstTab != first_ || tabs_->isHidden())) {
    QStringList names{tr("Map"), tr("Top five"), tr("What if")};
    if (to.firstTab == InsightArrangement::Top) names.removeFirst();
    tabs_->setSegments(names);
  }
  first_ = to.firstTab;
  const auto front = std::max(opened_, first_);
  tabs_->setCurrent(front - first_);
  tabs_->setVisible(tabbed);
  tabs_->setGeometry(to.tabs);
  for (int i = 0; i < InsightArrangement::Sections; ++i) {
    const auto section = static_cast<InsightArrangement::Section>(i);
    sections_[static_cast<std::size_t>(i)]->setGeometry(to.places[i]);
    sections_[static_cast<std::size_t>(i)]->setVisible(!to.tabbed(section) || section == front);
  }
}

}  // namespace cleave::ui
