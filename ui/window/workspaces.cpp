// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspaces.h"

#include "ui/window/dock_area.h"

namespace cleave::ui {
namespace {

LayoutNode leaf(int weight, const QStringList& tabs) {
  return LayoutNode::leaf(weight, tabs);
}

// The map is what the eye shall see first; what is read beside it stands to its right, what is watched below it.
LayoutNode runTree() {
  return LayoutNode::row(
      1, {LayoutNode::column(80, {LayoutNode::row(39, {leaf(20, {"sample"}), leaf(80, {"map"})}), leaf(23, {"latency"}),
                                  LayoutNode::row(19, {leaf(50, {"bandwidth", "resources"}),
                                                       leaf(50, {"accuracy", "reward", "confusion"})}),
                                  leaf(19, {"decisions"})}),
          LayoutNode::column(22, {leaf(60, {"insight", "policy"}), leaf(40, {"link", "device", "log"})})});
}

LayoutNode trainTree() {
  return LayoutNode::column(
      1,
      {leaf(64, {"train"}), LayoutNode::row(36, {leaf(40, {"latency"}), leaf(30, {"decisions"}), leaf(30, {"log"})})});
}

LayoutNode compareTree() {
  return LayoutNode::column(
      1, {leaf(70, {"compare"}), LayoutNode::row(30, {leaf(60, {"decisionMap", "scenario"}), leaf(40, {"log"})})});
}

}  // namespace

Workspaces::Workspaces(DockArea& area, LayoutStore store, QObject* parent)
    : QObject(parent), area_(area), store_(std::move(store)) {
  saved_.current = builtIn().front();
}

const QStringList& Workspaces::builtIn() {
  static const QStringList names{QStringLiteral("run"), QStringLiteral("train"), QStringLiteral("compare")};
  return names;
}

LayoutNode Workspaces::treeOf(const QString& name) {
  if (name == QStringLiteral("train")) return trainTree();
  return name == QStringLiteral("compare") ? compareTree() : runTree();
}

QString Workspaces::load() {
  QString notice;
  saved_ = store_.read(&notice);
  if (!names().contains(saved_.current)) saved_.current = builtIn().front();
  show(saved_.current);
  Q_EMIT listChanged();
  Q_EMIT opened(saved_.current);
  return notice;
}

QStringList Workspaces::names() const {
  QStringList names = builtIn();
  for (const QString& name : saved_.layouts.keys()) {
    if (!names.contains(name)) names << name;
  }
  return names;
}

void Workspaces::open(const QString& name) {
  if (!names().contains(name)) return;
  if (name != saved_.current) {
    saved_.layouts[saved_.current] = area_.layoutState();
    show(name);
  }
  Q_EMIT opened(name);
}

void Workspaces::show(const QString& name) {
  saved_.current = name;
  const QByteArray layout = saved_.layouts.value(name);
  if (layout.isEmpty() || !area_.restoreLayout(layout)) area_.arrange(treeOf(name));
}

void Workspaces::reset() {
  area_.rearrange(treeOf(saved_.current));
}

bool Workspaces::saveAs(const QString& name) {
  if (name.trimmed().isEmpty() || builtIn().contains(name)) return false;
  saved_.layouts[name] = area_.layoutState();
  saved_.current = name;
  Q_EMIT listChanged();
  Q_EMIT opened(name);
  return true;
}

void Workspaces::remove(const QString& name) {
  if (builtIn().contains(name) || !saved_.layouts.remove(name)) return;
  if (saved_.current == name) {
    show(builtIn().front());
    Q_EMIT opened(saved_.current);
  }
  Q_EMIT listChanged();
}

bool Workspaces::save(const WindowChoices& window) {
  saved_.layouts[saved_.current] = area_.layoutState();
  saved_.window = window;
  return store_.write(saved_);
}

}  // namespace cleave::ui
