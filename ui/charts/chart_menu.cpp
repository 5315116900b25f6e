// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_menu.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QMenu>
#include <QThreadPool>
#include <QWidget>

#include "ui/charts/time_axis.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kAtOnce = 20'000;  // numbers: about 20 ms

struct ChartMenu {
  Q_DECLARE_TR_FUNCTIONS(ChartMenu)
};

void addAxisActions(QMenu& menu, TimeAxis& axis) {
  menu.addSeparator();
  // \t: shown as a shortcut without being one; the focused chart has the keys.
  QAction* live = menu.addAction(ChartMenu::tr("Back to live") + QStringLiteral("\tL"), &axis, &TimeAxis::goLive);
  live->setEnabled(!axis.isLive());
  menu.addAction(ChartMenu::tr("Show all") + QStringLiteral("\tHome"), &axis, &TimeAxis::showAll);
  menu.addSeparator();
  auto* group = new QActionGroup(&menu);
  for (const auto& [text, unit] : {std::pair{ChartMenu::tr("X axis: time"), XUnit::Seconds},
                                   std::pair{ChartMenu::tr("X axis: request number"), XUnit::Requests}}) {
    QAction* action = menu.addAction(text, &axis, [&axis, unit = unit] { axis.setUnit(unit); });
    action->setCheckable(true);
    action->setChecked(axis.unit() == unit);
    group->addAction(action);
  }
}

}  // namespace

QImage pictureOf(QWidget& widget) {
  constexpr double scale = 2;
  QImage image(widget.size() * scale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(scale);
  image.fill(Qt::transparent);
  widget.render(&image, {}, {}, QWidget::DrawChildren);
  return image;
}

void copyCsv(ChartData data) {
  if (data.rows() * data.columns.size() <= kAtOnce) {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(toCsv(data)));
    return;
  }
  QThreadPool::globalInstance()->start([data = std::move(data)] {
    QMetaObject::invokeMethod(
        qApp, [text = QString::fromUtf8(toCsv(data))] { QGuiApplication::clipboard()->setText(text); },
        Qt::QueuedConnection);
  });
}

void addChartActions(QMenu& menu, QWidget& picture, const ChartSource& source, TimeAxis* axis) {
  menu.addAction(ChartMenu::tr("Copy image"), &picture,
                 [&picture] { QGuiApplication::clipboard()->setImage(pictureOf(picture)); });
  menu.addAction(axis ? ChartMenu::tr("Copy visible data (CSV)") : ChartMenu::tr("Copy data (CSV)"), &picture,
                 [&source] { copyCsv(source.chartData(ChartSpan::Visible)); });
  if (!axis) return;
  menu.addAction(ChartMenu::tr("Copy all data (CSV)"), &picture,
                 [&source] { copyCsv(source.chartData(ChartSpan::All)); });
  addAxisActions(menu, *axis);
}

}  // namespace cleave::ui
