// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/category_chart.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
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
  connect(add(tr("Copy &image"), QStringLiteral("copyPicture")), &QAction::triggered, this,
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
      return tr("%1: mean %2, median %3\nmiddle 50 %: %4 to %5, middle 90 %: %6 to %7")
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

void CategoryChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

QPixmap CategoryChart::picture() {
  constexpr double kFiner = 2;
  QPixmap picture(size() * kFiner);
  picture.setDevicePixelRatio(kFiner);
  picture.fill(coloursOf(*this).panel);
  QPainter painter(&picture);
  paint(painter);
  return picture;
}

void CategoryChart::paint(QPainter& painter) const {
  painter.setFont(textFont(11));
  if (rows_.empty()) return;
  const XyFrame shown = frame();
  paintAxis(painter, shown);
  painter.setRenderHint(QPainter::Antialiasing);
  paintMark(painter, shown);
  for (std::size_t i = 0; i < rows_.size(); ++i) paintRow(painter, shown, i);
}

void CategoryChart::paintAxis(QPainter& painter, const XyFrame& shown) const {
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  const QRectF& plot = shown.plot;
  std::vector<double> ticks;
  for (int most = std::clamp(static_cast<int>(plot.width() / 42), 3, 8); most >= 2; --most) {
    ticks = shown.x.ticks(most);
    double need = 0;
    for (const double tick : ticks) need += metrics.horizontalAdvance(shown.x.text(tick)) + 12;
    if (need <= plot.width() + 20) break;
  }
  for (const double tick : ticks) {
    const double x = std::round(plot.left() + shown.x.place(tick) * plot.width());
    painter.setPen(QPen(tick == 0 ? colours.faint : colours.grid, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString words = shown.x.text(tick);
    const double half = metrics.horizontalAdvance(words) / 2 + 1;
    const double middle = std::min(x, width() - half - 1);
    painter.setPen(colours.muted);
    painter.drawText(QRectF(middle - half, plot.bottom() + 3, 2 * half, 14), Qt::AlignCenter, words);
  }
  const double wide = width() - 8.0;
  const double need = std::min(metrics.horizontalAdvance(title_) + 2, wide);
  const double left = std::clamp(plot.center().x() - need / 2, 4.0, std::max(4.0, width() - 4 - need));
  painter.setPen(colours.muted);
  painter.drawText(QRectF(left, plot.bottom() + 17, need, 15), Qt::AlignCenter,
                   metrics.elidedText(title_, Qt::ElideRight, need));
}

void CategoryChart::paintMark(QPainter& painter, const XyFrame& shown) const {
  if (!mark_) return;
  const double place = shown.x.place(mark_->value);
  if (!(place >= 0 && place <= 1)) return;
  const double x = shown.plot.left() + place * shown.plot.width();
  painter.setPen(QPen(coloursOf(*this).of(mark_->colour), 1.3, Qt::DashLine));
  painter.drawLine(QPointF(x, shown.plot.top()), QPointF(x, shown.plot.bottom()));
}

void CategoryChart::paintRow(QPainter& painter, const XyFrame& shown, std::size_t index) const {
  const CategoryRow& row = rows_[index];
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  const double height = shown.plot.height() / static_cast<double>(rows_.size());
  const double top = shown.plot.top() + static_cast<double>(index) * height;
  const double y = top + height / 2;
  const bool some = std::ranges::any_of(rows_, [this](const CategoryRow& r) { return r.name == highlighted_; });
  const bool strong = some && row.name == highlighted_;
  if (strong) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.selection);
    painter.drawRoundedRect(QRectF(2, top + 0.5, width() - 4.0, height - 1), 3, 3);
  }
  painter.setFont(textFont(11, strong ? QFont::DemiBold : QFont::Normal));
  painter.setPen(some && !strong ? colours.muted : colours.text);
  const double names = shown.plot.left() - 12;
  painter.drawText(QRectF(4, top, names, height), Qt::AlignRight | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(row.name, Qt::ElideMiddle, names));
  const double values = valueWidth();
  if (values > 0) {
    painter.drawText(QRectF(width() - values - 4, top, values, height), Qt::AlignRight | Qt::AlignVCenter,
                     std::isfinite(row.value) ? text_(row.value) : QStringLiteral("–"));
  }
  painter.setFont(textFont(11));

  const QColor ink = some && !strong ? mix(colours.panel, row.colour, 0.45) : row.colour;
  const auto at = [&](double value) {  // what a logarithmic axis cannot show lies at its start
    const double place = shown.x.place(value);
    return shown.plot.left() + std::clamp(std::isfinite(place) ? place : 0.0, 0.0, 1.0) * shown.plot.width();
  };
  const double half = std::clamp(height * 0.3, 3.0, 8.0);
  painter.setPen(QPen(ink, 1.5));
  if (row.kind == CategoryRow::Kind::Bar) {
    if (!std::isfinite(row.value)) return;
    const double from = shown.x.logarithmic() ? shown.plot.left() : at(0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(QRectF(QPointF(from, y - half), QPointF(at(row.value), y + half)).normalized(), 2, 2);
    return;
  }
  if (std::isfinite(row.low) && std::isfinite(row.high)) {
    painter.drawLine(QPointF(at(row.low), y), QPointF(at(row.high), y));
    for (const double end : {row.low, row.high}) {
      painter.drawLine(QPointF(at(end), y - half * 0.6), QPointF(at(end), y + half * 0.6));
    }
  }
  if (row.kind == CategoryRow::Kind::Box && std::isfinite(row.lower) && std::isfinite(row.upper)) {
    painter.setBrush(mix(colours.panel, ink, colours.dark ? 0.4 : 0.3));
    painter.drawRect(QRectF(QPointF(at(row.lower), y - half), QPointF(at(row.upper), y + half)));
    painter.setPen(QPen(ink, 2.4, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(at(row.middle), y - half), QPointF(at(row.middle), y + half));
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(ink, 0.4));
  for (const double dot : row.dots) {
    if (std::isfinite(dot)) painter.drawEllipse(QPointF(at(dot), y), 2, 2);
  }
  if (!std::isfinite(row.value)) return;
  const bool box = row.kind == CategoryRow::Kind::Box;
  painter.setPen(QPen(box ? ink : colours.panel, 1.2));
  painter.setBrush(box ? colours.panel : ink);
  painter.drawEllipse(QPointF(at(row.value), y), box ? 2.8 : 4.2, box ? 2.8 : 4.2);
}

}  // namespace cleave::ui
