// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/save_menu.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>
#include <array>

#include "core/types/error.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/chart_menu.h"
#include "ui/charts/xy_chart.h"
#include "ui/export/figure_source.h"
#include "ui/export/file_saver.h"

namespace cleave::ui {
namespace {

struct SaveMenu {
  Q_DECLARE_TR_FUNCTIONS(SaveMenu)
};

struct Width {
  QString text;
  QString name;
  double mm;
};

std::array<Width, 2> widths() {
  return {Width{SaveMenu::tr("Save figure, one column…"), QStringLiteral("saveFigureOne"), kOneColumnMm},
          Width{SaveMenu::tr("Save figure, two columns…"), QStringLiteral("saveFigureTwo"), kTwoColumnsMm}};
}

/// The end of the first group of the list; nullptr: its end.
QAction* endOfFirstGroup(const QList<QAction*>& actions) {
  for (QAction* action : actions) {
    if (action->isSeparator()) return action;
  }
  return nullptr;
}

QAction* inserted(QWidget& into, QAction* before, const QString& text, const QString& name) {
  auto* action = new QAction(text, &into);
  action->setObjectName(name);
  into.insertAction(before, action);
  return action;
}

/// What cannot be drawn, a dead link on a logarithmic axis, is nothing to save: a menu opens even so.
std::optional<Figure> figureOf(const FigureSource& source, double mm) {
  try {
    return source.figure(mm);
  } catch (const Error&) {
    return std::nullopt;
  }
}

template <class Chart>
void addToChart(Chart& chart, FileSaver& saver) {
  QAction* before = chart.actions().value(2);  // after "Copy image" and "Copy data"
  for (const Width& width : widths()) {
    QObject::connect(inserted(chart, before, width.text, width.name), &QAction::triggered, &saver,
                     [&chart, &saver, mm = width.mm] { saver.ask(saveableFigure(chart, mm)); });
  }
}

}  // namespace

void addFigureActions(QMenu& menu, const ChartSource& source, FileSaver& saver, bool all) {
  QAction* before = endOfFirstGroup(menu.actions());
  for (const Width& width : widths()) {
    QObject::connect(
        inserted(menu, before, width.text, width.name), &QAction::triggered, &saver,
        [&source, &saver, mm = width.mm] { saver.ask(saveableFigure(source.chartData(ChartSpan::Visible), mm)); });
  }
  if (!all) return;
  QObject::connect(inserted(menu, before, SaveMenu::tr("Save all data (CSV)…"), QStringLiteral("saveAllData")),
                   &QAction::triggered, &saver,
                   [&source, &saver] { saver.ask(saveableNumbers(source.chartData(ChartSpan::All))); });
}

void addFigureActions(QMenu& menu, const FigureSource& source, const QString& title, FileSaver& saver) {
  const auto now = figureOf(source, kOneColumnMm);
  if (!now) return;
  QAction* before = endOfFirstGroup(menu.actions());
  QObject::connect(inserted(menu, before, SaveMenu::tr("Copy data (CSV)"), QStringLiteral("copyData")),
                   &QAction::triggered, &saver, [&source] {
                     const auto figure = figureOf(source, kOneColumnMm);
                     if (figure) QGuiApplication::clipboard()->setText(QString::fromUtf8(figure->csv()));
                   });
  const auto save = [&](const QString& text, const QString& name, double mm) {
    QObject::connect(inserted(menu, before, text, name), &QAction::triggered, &saver, [&source, &saver, title, mm] {
      if (const auto figure = figureOf(source, mm)) saver.ask(saveableFigure(*figure, title));
    });
  };
  if (!now->draw) return save(SaveMenu::tr("Save data (CSV)…"), QStringLiteral("saveData"), kOneColumnMm);
  for (const Width& width : widths()) save(width.text, width.name, width.mm);
}

void addCopyPicture(QMenu& menu, QWidget& widget) {
  menu.addAction(SaveMenu::tr("Copy image"), &widget,
                 [&widget] { QGuiApplication::clipboard()->setImage(pictureOf(widget)); });
}

void addSavePicture(QMenu& menu, QWidget& widget, const QString& title, FileSaver& saver) {
  QAction* save = menu.addAction(SaveMenu::tr("Save image…"), &saver,
                                 [&widget, &saver, title] { saver.ask(saveablePicture(widget, title)); });
  save->setObjectName(QStringLiteral("savePicture"));
}

void addFigureActions(QWidget& widget, FileSaver& saver) {
  for (auto* chart : widget.findChildren<XyChart*>()) addToChart(*chart, saver);
  for (auto* chart : widget.findChildren<CategoryChart*>()) addToChart(*chart, saver);
}

}  // namespace cleave::ui
