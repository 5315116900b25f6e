// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrap_layout.h"

#include <QWidget>
#include <algorithm>

namespace cleave::ui {

WrapLayout::WrapLayout(QWidget* parent, int gap) : QLayout(parent), gap_(gap) {
  setContentsMargins(0, 0, 0, 0);
}

WrapLayout::~WrapLayout() = default;

void WrapLayout::addItem(QLayoutItem* item) {
  items_.emplace_back(item);
}

QLayoutItem* WrapLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index) {
  if (index < 0 || index >= count()) return nullptr;
  QLayoutItem* item = items_[static_cast<std::size_t>(index)].release();
  items_.erase(items_.begin() + index);
  return item;
}

QSize WrapLayout::minimumSize() const {
  QSize size;
  for (const auto& item : items_) size = size.expandedTo(item->minimumSize());
  return size;
}

void WrapLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

int WrapLayout::arrange(const QRect& rect, bool place) const {
  int top = rect.top();
  std::size_t first = 0;
  while (first < items_.size()) {
    int x = 0;
    int height = 0;
    std::size_t last = first;
    for (; last < items_.size(); ++last) {
      if (items_[last]->isEmpty()) continue;
      const QSize hint = items_[last]->sizeHint();
      if (x > 0 && x + hint.width() > rect.width()) break;
      x += hint.width() + gap_;
      height = std::max(height, hint.height());
    }
    x = rect.left();
    for (std::size_t i = first; i < last; ++i) {
      if (items_[i]->isEmpty()) continue;
      const int width = std::min(items_[i]->sizeHint().width(), rect.width());
      if (place) items_[i]->setGeometry(QRect(x, top, width, height));
      x += width + gap_;
    }
    top += height + gap_ * 6 / 10;
    first = last;
  }
  return std::max(0, top - gap_ * 6 / 10 - rect.top());
}

}  // namespace cleave::ui
