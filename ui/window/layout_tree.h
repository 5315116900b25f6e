// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVector>

namespace cleave::ui {

/// How panels share an area: either tabs (ids of panels, the first in front), or children side by side or one below the
/// other, each with its share of the room.
struct LayoutNode {
  QStringList tabs;
  Qt::Orientation orientation = Qt::Horizontal;
  QVector<LayoutNode> children;
  int weight = 1;

  static LayoutNode leaf(int weight, const QStringList& tabs) { return {tabs, Qt::Horizontal, {}, weight}; }
  static LayoutNode row(int weight, const QVector<LayoutNode>& children) {
    return {{}, Qt::Horizontal, children, weight};
  }
  static LayoutNode column(int weight, const QVector<LayoutNode>& children) {
    return {{}, Qt::Vertical, children, weight};
  }

  /// Every panel in it.
  [[nodiscard]] QStringList panels() const {
    QStringList all = tabs;
    for (const LayoutNode& child : children) all += child.panels();
    return all;
  }
};

}  // namespace cleave::ui
