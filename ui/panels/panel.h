// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/theme/colours.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QStackedLayout;
QT_END_NAMESPACE

namespace cleave::ui {

class LegendChip;

/// A titled card: title and legend on the left, a note on the right, a body, and what to say while there is none.
class Panel : public QFrame {
  Q_OBJECT

 public:
  explicit Panel(const QString& title, QWidget* parent = nullptr);

  void setBody(QWidget* body);
  /// The header, for a dock to show as its handle in the panel's place; the panel still writes into it.
  QWidget* takeHeader();
  /// A name that tells a colour; LegendChip::setToggles makes it a switch.
  LegendChip* addLegend(ColourRole role, const QString& text);
  void addHeaderWidget(QWidget* widget);
  void setNote(const QString& note);
  [[nodiscard]] QString note() const;

  /// What will be here, and what to do for it; shown instead of the body while the panel is empty.
  void setEmptyText(const QString& what, const QString& next);
  [[nodiscard]] QString emptyText() const;
  void setEmpty(bool empty);
  [[nodiscard]] bool isEmpty() const;

 private:
  QWidget* headerBar_;
  QHBoxLayout* header_;
  QLabel* note_;
  QLabel* emptyText_;
  QStackedLayout* stack_;
  bool empty_ = true;
};

}  // namespace cleave::ui
