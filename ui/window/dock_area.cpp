// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dock_area.h"

#include <QGuiApplication>
#include <QScopedValueRollback>
#include <QScreen>
#include <algorithm>

#include "ui/panels/panel.h"
#include "ui/window/panel_dock.h"

namespace cleave::ui {
namespace {

constexpr int kVersion = 1;     // of saved layouts: raise it when a change of Qt or of ids makes old ones useless
constexpr int kSettleMs = 250;  // a drag is many changes and one edit

}  // namespace

DockArea::DockArea(QWidget* parent) : QMainWindow(parent) {
  setWindowFlags(Qt::Widget);
  setObjectName(QStringLiteral("dockArea"));
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  setDocumentMode(true);
  setContextMenuPolicy(Qt::NoContextMenu);
  edits_.setSingleShot(true);
  edits_.setInterval(kSettleMs);
  connect(&edits_, &QTimer::timeout, this, &DockArea::watchForEdits);
}

PanelDock* DockArea::addPanel(const QString& id, Panel* panel) {
  const QScopedValueRollback guard(ours_, true);
  auto* dock = new PanelDock(id, panel, this);
  addDockWidget(Qt::TopDockWidgetArea, dock);
  dock->hide();
  docks_.push_back(dock);
  const auto changed = [this] {
    if (!ours_) edits_.start();
  };
  connect(dock, &QDockWidget::dockLocationChanged, this, [this, changed] {
    moved_ = moved_ || !ours_;
    changed();
  });
  connect(dock, &QDockWidget::topLevelChanged, this, changed);
  connect(dock, &QDockWidget::visibilityChanged, this, changed);
  return dock;
}

PanelDock* DockArea::dock(const QString& id) const {
  const auto found = std::ranges::find(docks_, id, &QObject::objectName);
  return found == docks_.end() ? nullptr : *found;
}

void DockArea::showPanel(const QString& id) {
  PanelDock* panel = dock(id);
  if (!panel) return;
  panel->show();
  panel->raise();
}

LayoutNode DockArea::existing(const LayoutNode& node) const {
  LayoutNode kept = node;
  kept.tabs.removeIf([this](const QString& id) { return !dock(id); });
  kept.children.clear();
  for (const LayoutNode& child : node.children) {
    const LayoutNode part = existing(child);
    if (!part.panels().isEmpty()) kept.children.push_back(part);
  }
  return kept;
}

PanelDock* DockArea::firstOf(const LayoutNode& node) const {
  return dock(node.panels().front());
}

void DockArea::arrange(const LayoutNode& tree) {
  const QScopedValueRollback guard(ours_, true);
  setUpdatesEnabled(false);
  for (PanelDock* dock : docks_) {
    dock->setFloating(false);
    removeDockWidget(dock);
  }
  arranged_ = existing(tree);
  if (!arranged_.panels().isEmpty()) {
    PanelDock* first = firstOf(arranged_);
    addDockWidget(Qt::TopDockWidgetArea, first);
    first->show();
    place(arranged_, first);
  }
  for (PanelDock* dock : docks_) {  // the closed ones need a place as well, to be brought back to
    if (dock->isHidden()) {
      addDockWidget(Qt::TopDockWidgetArea, dock);
      dock->hide();
    }
  }
  setUpdatesEnabled(true);
  shareAll();
}

void DockArea::rearrange(const LayoutNode& tree) {
  const QByteArray before = layoutState();
  arrange(tree);
  if (layoutState() != before) Q_EMIT edited(before, layoutState());
}

void DockArea::shareAll() {
  if (arranged_.panels().isEmpty()) return;
  const QScopedValueRollback guard(ours_, true);
  if (isVisible()) share(arranged_, size());
  settle();
}

// `first` has its place already: that of the whole node.
void DockArea::place(const LayoutNode& node, PanelDock* first) {
  for (int i = 1; i < node.tabs.size(); ++i) {
    tabifyDockWidget(first, dock(node.tabs[i]));
    dock(node.tabs[i])->show();
  }
  if (node.tabs.size() > 1) first->raise();
  PanelDock* previous = first;
  for (int i = 1; i < node.children.size(); ++i) {
    PanelDock* next = firstOf(node.children[i]);
    splitDockWidget(previous, next, node.orientation);
    next->show();
    previous = next;
  }
  for (const LayoutNode& child : node.children) place(child, firstOf(child));
}

void DockArea::share(const LayoutNode& node, const QSize& room) {
  if (node.children.isEmpty()) return;
  int sum = 0;
  for (const LayoutNode& child : node.children) sum += child.weight;
  const bool across = node.orientation == Qt::Horizontal;
  QList<QDockWidget*> docks;
  QList<int> sizes;
  for (const LayoutNode& child : node.children) {
    docks << firstOf(child);
    sizes << (across ? room.width() : room.height()) * child.weight / std::max(1, sum);
  }
  resizeDocks(docks, sizes, node.orientation);
  for (int i = 0; i < node.children.size(); ++i) {
    share(node.children[i], across ? QSize(sizes[i], room.height()) : QSize(room.width(), sizes[i]));
  }
}

QByteArray DockArea::layoutState() const {
  return saveState(kVersion);
}

bool DockArea::restoreLayout(const QByteArray& state) {
  const QScopedValueRollback guard(ours_, true);
  const QByteArray before = layoutState();
  if (!restoreState(state, kVersion) || !anyOpen()) {
    restoreState(before, kVersion);
    return false;
  }
  arranged_ = {};
  bringToScreen();
  settle();
  return true;
}

bool DockArea::anyOpen() const {
  return std::ranges::any_of(docks_, [](const PanelDock* dock) { return !dock->isHidden(); });
}

// A panel that floated on a screen which is gone would be lost.
void DockArea::bringToScreen() {
  for (PanelDock* dock : docks_) {
    if (!dock->isFloating()) continue;
    const QRect frame = dock->frameGeometry();
    const auto screens = QGuiApplication::screens();
    const bool seen = std::ranges::any_of(
        screens, [&](const QScreen* screen) { return screen->availableGeometry().intersects(frame); });
    if (!seen && !screens.isEmpty()) dock->move(screens.front()->availableGeometry().topLeft() + QPoint(40, 40));
  }
}

void DockArea::settle() {
  edits_.stop();
  moved_ = false;
  settled_ = layoutState();
  settledPlaces_ = places();
}

DockArea::Places DockArea::places() const {
  Places places;
  for (PanelDock* dock : docks_) {
    QStringList with;
    for (const QDockWidget* other : tabifiedDockWidgets(dock)) with << other->objectName();
    with.sort();
    places[dock->objectName()] = dock->isHidden()     ? QStringLiteral("closed")
                                 : dock->isFloating() ? QStringLiteral("floats")
                                                      : with.join(QLatin1Char(' '));
  }
  return places;
}

// Turning tabs over and pulling at separators changes the state as well, but is nothing that one undoes.
void DockArea::watchForEdits() {
  if (QGuiApplication::mouseButtons() != Qt::NoButton) {  // still dragging
    edits_.start();
    return;
  }
  if (!isVisible()) return;
  if (!moved_ && places() == settledPlaces_) return Q_EMIT nudged();
  const QByteArray before = settled_;
  arranged_ = {};
  settle();
  Q_EMIT edited(before, settled_);
}

bool DockArea::event(QEvent* event) {
  // Only a separator's drag ends on the area itself.
  if (event->type() == QEvent::MouseButtonRelease) {
    arranged_ = {};
    Q_EMIT nudged();
  }
  return QMainWindow::event(event);
}

void DockArea::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  shareAll();
}

void DockArea::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  QTimer::singleShot(0, this, &DockArea::shareAll);  // the layout knows its size only after this event
}

}  // namespace cleave::ui
