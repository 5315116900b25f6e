// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "ui/policy/insight_arrangement.h"

namespace cleave::ui {

class SegmentBar;

/// The policy panel's three sections, arranged for the room that there is.
class InsightBody : public QWidget {
  Q_OBJECT

 public:
  InsightBody(QWidget* map, QWidget* top, QWidget* whatIf, QWidget* parent = nullptr);
  /// Brings a section to the front where it is behind a tab.
  void open(InsightArrangement::Section section);
  [[nodiscard]] QSize minimumSizeHint() const override { return {240, 150}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  std::array<QWidget*, InsightArrangement::Sections> sections_;
  SegmentBar* tabs_;
  InsightArrangement::Section first_ = InsightArrangement::Map;   ///< behind the first tab
  InsightArrangement::Section opened_ = InsightArrangement::Map;  ///< the user's last choice
};

}  // namespace cleave::ui
