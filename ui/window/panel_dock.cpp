// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_dock.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include "ui/panels/panel.h"
#include "ui/theme/colours.h"
#include "ui/theme/icons.h"

namespace cleave::ui {
namespace {

constexpr int kButton = 20;

/// The panel's header with the dock's buttons over its end; they show only where the pointer is, so that twelve panels
/// do not shout two dozen buttons.
class DockHandle : public QWidget {
 public:
  DockHandle(QWidget* header, PanelDock* dock) : QWidget(dock), float_(button("float")), close_(button("close")) {
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(10, 6, 10, 0);
    header->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    header->setMinimumWidth(60);
    box->addWidget(header, 1);
    float_->setToolTip(PanelDock::tr("Float or dock"));
    close_->setToolTip(PanelDock::tr("Close (reopen with View > Panels)"));
    float_->setAccessibleName(PanelDock::tr("Float %1").arg(dock->windowTitle()));
    close_->setAccessibleName(PanelDock::tr("Close %1").arg(dock->windowTitle()));
    connect(float_, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(close_, &QToolButton::clicked, dock, &QWidget::close);
    setButtonsShown(false);
  }
  void setButtonsShown(bool shown) {
    for (QToolButton* each : {float_, close_}) {
      each->setVisible(shown);
      each->raise();
    }
  }

 protected:
  void enterEvent(QEnterEvent* event) override {
    QWidget::enterEvent(event);
    const Colours& colours = coloursOf(*this);
    float_->setIcon(icon(QStringLiteral("float"), colours.muted, colours.faint));
    close_->setIcon(icon(QStringLiteral("close"), colours.muted, colours.faint));
    setButtonsShown(true);
  }
  void resizeEvent(QResizeEvent* event) override {
    QWidget::resizeEvent(event);
    const int top = (height() + 6 - kButton) / 2;
    close_->move(width() - 8 - kButton, top);
    float_->move(close_->x() - kButton, top);
  }
  void leaveEvent(QEvent* event) override {
    QWidget::leaveEvent(event);
    setButtonsShown(false);
  }

 private:
  QToolButton* button(const char* name) {
    auto* made = new QToolButton(this);
    made->setObjectName(QLatin1String(name) + QStringLiteral("Panel"));
    made->setProperty("overlay", true);
    made->setFixedSize(kButton, kButton);
    made->setIconSize({14, 14});
    made->setFocusPolicy(Qt::NoFocus);
    return made;
  }

  QToolButton* float_;
  QToolButton* close_;
};

}  // namespace

PanelDock::PanelDock(const QString& id, Panel* panel, QWidget* parent)
    : QDockWidget(panel->accessibleName(), parent), panel_(panel) {
  setObjectName(id);
  setTitleBarWidget(new DockHandle(panel->takeHeader(), this));
  setWidget(panel);
}

std::unique_ptr<QMenu> PanelDock::makeMenu() {
  auto menu = std::make_unique<QMenu>(this);
  Q_EMIT menuMade(menu.get());
  return menu;
}

// Of the header, and of a body that has no menu of its own.
void PanelDock::contextMenuEvent(QContextMenuEvent* event) {
  QMenu* menu = makeMenu().release();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  static_cast<DockHandle*>(titleBarWidget())->setButtonsShown(false);  // they do not belong into a picture
  menu->popup(event->globalPos());                                     // not exec: the run goes on below
}

void PanelDock::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.fillRect(rect(), colours.window);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(colours.panel);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

}  // namespace cleave::ui
