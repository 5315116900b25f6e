// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_dock.h"

#include <QCloseEvent>
#include <QEvent>
#include <QHBoxLayout>
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
    float_->setToolTip(PanelDock::tr("Float, or dock again"));
    close_->setToolTip(PanelDock::tr("Close (View > Panels brings it back)"));
    float_->setAccessibleName(PanelDock::tr("Float %1").arg(dock->windowTitle()));
    close_->setAccessibleName(PanelDock::tr("Close %1").arg(dock->windowTitle()));
    connect(float_, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(close_, &QToolButton::clicked, dock, &QWidget::close);
    setButtonsShown(false);
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
  void setButtonsShown(bool shown) {
    for (QToolButton* each : {float_, close_}) {
      each->setVisible(shown);
      each->raise();
    }
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

void PanelDock::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.fillRect(rect(), colours.window);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(colours.panel);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void PanelDock::closeEvent(QCloseEvent* event) {
  QDockWidget::closeEvent(event);
  if (event->isAccepted()) Q_EMIT closedByUser();
}

}  // namespace cleave::ui
