// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/category_chart.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPixmap>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kLeastRow = 15;
constexpr double kMostRow = 34;
constexpr double kBelow = 34;  // the axis' numbers and title
constexpr double kAbove = 4;

}  // namespace

CategoryChart::CategoryChart(QWidget* parent)
    : QWidget(parent), text_([](double value) { return QString::number(value, 'g', 4); }) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setFocusPolicy(Qt::ClickFocus);
  setContextMenuPolicy(Qt::ActionsContextMenu);
  const auto add = [this](const QString& text, const QString& name) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcutContext(Qt::WidgetShortcut);
    addAction(action);
    return action;
  };
  connect(add(tr("Copy &picture"), QStringLiteral("copyPicture")), &QAction::triggered, this,
          [this] { QApplication::clipboard()->setPixmap(picture()); });
  QAction* csvAction = add(tr("Copy &data (CSV)"), QStringLiteral("copyData"));
  csvAction->setShortcut(QKeySequence::Copy);
  connect(csvAction, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(csv()); });
  logAction_ = add(tr("&Logarithmic axis"), QStringLiteral("logX"));
  logAction_->setCheckable(true);
  connect(logAction_, &QAction::toggled, this, &CategoryChart::setLogarithmic);
}

void CategoryChart::setTitle(const QString& title) {
  chartTitle_ = title;
  setAccessibleName(this->title());
}

void CategoryChart::setAxis(const QString& title, std::function<QString(double)> text) {
  title_ = title;
  text_ = std::move(text);
  setAccessibleName(this->title());
  update();
}

void CategoryChart::setRows(std::vector<CategoryRow> rows) {
  const bool grown = rows.size() != rows_.size();
  rows_ = std::move(rows);
  if (grown) updateGeometry();
  update();
}

void CategoryChart::setLogarithmic(bool on) {
  if (logarithmic_ == on) return;
  logarithmic_ = on;
  logAction_->setChecked(on);
  update();
}

void CategoryChart::setMark(std::optional<XyMark> mark) {
  mark_ = std::move(mark);
  update();
}

void CategoryChart::setHighlighted(const QString& name) {
  if (highlighted_ == name) return;
  highlighted_ = name;
  update();
}

QSize CategoryChart::minimumSizeHint() const {
  return {160, static_cast<int>(kLeastRow * static_cast<double>(rows_.size()) + kAbove + kBelow)};
}

double CategoryChart::nameWidth() const {
  const QFontMetricsF metrics(textFont(11, QFont::DemiBold));  // as the highlighted one is written
  double widest = 20;
  for (const CategoryRow& row : rows_) widest = std::max(widest, metrics.horizontalAdvance(row.name));
  return std::min(widest, width() * 0.38);
}

// What stands at the right of the rows; nothing where that would leave no plot.
double CategoryChart::valueWidth() const {
  if (width() < 240) return 0;
  const QFontMetricsF metrics(textFont(11, QFont::DemiBold));
  double widest = 0;
  for (const CategoryRow& row : rows_) {
    if (std::isfinite(row.value)) widest = std::max(widest, metrics.horizontalAdvance(text_(row.value)));
  }
  return widest + 8;
}

XyRange CategoryChart::range() const {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const auto add = [&](double value) {
    if (!std::isfinite(value) || (logarithmic_ && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const CategoryRow& row : rows_) {
    for (const double value : {row.value, row.low, row.high, row.lower, row.middle, row.upper}) add(value);
    for (const double value : row.dots) add(value);
    if (row.kind == CategoryRow::Kind::Bar) add(0);
  }
  if (mark_ && mark_->value <= 2 * high) add(mark_->value);
  return axisRange(low, high, logarithmic_, false);
}

XyFrame CategoryChart::frame() const {
  const double left = 4 + nameWidth() + 8;
  const double height = std::max(this->height() - kAbove - kBelow, 10.0);
  const double rows = std::max<double>(1, static_cast<double>(rows_.size()));
  const QRectF plot(left, kAbove, std::max(width() - left - valueWidth() - 12, 10.0),
                    std::min(height, rows * kMostRow));
  return {plot, XyAxis(range(), logarithmic_), XyAxis({0, rows})};
}

std::optional<std::size_t> CategoryChart::rowAt(const QPoint& pixel) const {
  const QRectF plot = frame().plot;
  if (rows_.empty() || pixel.y() < plot.top() || pixel.y() >= plot.bottom()) return std::nullopt;
  return static_cast<std::size_t>((pixel.y() - plot.top()) / plot.height() * static_cast<double>(rows_.size()));
}

QString CategoryChart::tipOf(std::size_t index) const {
  const CategoryRow& row = rows_[index];
  const QString value = std::isfinite(row.value) ? text_(row.value) : QStringLiteral("–");
  switch (row.kind) {
    case CategoryRow::Kind::Bar:
      return tr("%1: %2").arg(row.name, value);
    case CategoryRow::Kind::Interval:
      if (!std::isfinite(row.low)) return tr("%1: %2").arg(row.name, value);
      return tr("%1: %2, 95 % interval %3 to %4").arg(row.name, value, text_(row.low), text_(row.high));
    case CategoryRow::Kind::Box:
      return tr("%1: mean %2, median %3\nhalf of all between %4 and %5, 90 % between %6 and %7")
          .arg(row.name, value, text_(row.middle), text_(row.lower), text_(row.upper), text_(row.low), text_(row.high));
  }
  return {};
}

bool CategoryChart::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto row = rowAt(help->pos());
    QToolTip::showText(help->globalPos(), row ? tipOf(*row) : QString(), this);
    return true;
  }
  return QWidget::event(event);
}

void CategoryChart::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
  const auto row = rowAt(event->pos());
  Q_EMIT rowClicked(row ? rows_[*row].name : QString());
}

QString CategoryChart::csv() const {
  QString text = QStringLiteral("name,%1,low,high,lower quartile,median,upper quartile").arg(title_);
  qsizetype dots = 0;
  for (const CategoryRow& row : rows_) dots = std::max(dots, row.dots.size());
  for (qsizetype i = 1; i <= dots; ++i) text += QStringLiteral(",dot %1").arg(i);
  text += QLatin1Char('\n');
  const auto cell = [](double value) {
    return QLatin1Char(',') + (std::isfinite(value) ? QString::number(value, 'g', 10) : QString());
  };
  for (const CategoryRow& row : rows_) {
    QString name = row.name;
    text += QLatin1Char('"') + name.replace(QLatin1String("\""), QLatin1String("\"\"")) + QLatin1Char('"');
    for (const double value : {row.value, row.low, row.high, row.lower, row.middle, row.upper}) text += cell(value);
    for (qsizetype i = 0; i < dots; ++i) text += cell(row.dots.value(i, CategoryRow::kNone));
    text += QLatin1Char('\n');
  }
  return text;
}

}  // namespace cleave::ui
