// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

namespace cleave::ui {

/// Two widgets beside each other; one above the other where there is more height than width.
class SideBySide : public QWidget {
 public:
  SideBySide(QWidget* first, QWidget* second) : sides_{first, second} {
    for (auto* side : sides_) side->setParent(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  }
  [[nodiscard]] QSize minimumSizeHint() const override { return {240, 118}; }

 protected:
  void resizeEvent(QResizeEvent*) override {
    constexpr int kGap = 10;
    constexpr int kLeastHeight = 320;  // of two, one above the other
    if (height() >= kLeastHeight && height() * 10 > width() * 11) {
      const int high = (height() - kGap) / 2;
      sides_[0]->setGeometry(0, 0, width(), high);
      sides_[1]->setGeometry(0, height() - high, width(), high);
    } else {
      const int wide = (width() - kGap) / 2;
      sides_[0]->setGeometry(0, 0, wide, height());
      sides_[1]->setGeometry(width() - wide, 0, wide, height());
    }
  }

 private:
  std::array<QWidget*, 2> sides_;
};

}  // namespace cleave::ui
