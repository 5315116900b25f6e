// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_form.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kCaption = 96;

/// A heading with a square in the colour of whose settings follow.
class Heading : public QWidget {
 public:
  Heading(QString text, ColourRole role) : text_(std::move(text)), role_(role) {
    setFixedHeight(24);
    setAccessibleName(text_);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int left = 0;
    if (role_ != ColourRole::Text) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(colours.of(role_));
      painter.drawRoundedRect(QRectF(0, 9, 9, 9), 2, 2);
      left = 15;
    }
    painter.setFont(textFont(12, QFont::DemiBold));
    painter.setPen(colours.text);
    painter.drawText(rect().adjusted(left, 3, 0, 0), Qt::AlignVCenter, text_);
  }

 private:
  QString text_;
  ColourRole role_;
};

bool sameRows(const std::vector<ScenarioField>& a, const std::vector<ScenarioField>& b) {
  return std::ranges::equal(a, b, [](const ScenarioField& x, const ScenarioField& y) {
    return x.key == y.key && x.kind == y.kind && x.choices == y.choices && x.group == y.group && x.help == y.help &&
           x.standard == y.standard;
  });
}

}  // namespace

ScenarioForm::ScenarioForm(QWidget* parent) : QWidget(parent), box_(new QVBoxLayout(this)) {
  box_->setContentsMargins(0, 0, 0, 0);
}

void ScenarioForm::setFields(const std::vector<ScenarioField>& fields) {
  const bool same = content_ != nullptr && sameRows(fields_, fields);
  fields_ = fields;
  if (!same) build();
  for (std::size_t i = 0; i < fields_.size(); ++i) showValue(rows_[i].control, fields_[i]);
  markLine(marked_);
}

void ScenarioForm::build() {
  if (content_ != nullptr) {
    // Later: it may be one of its controls that brought us here.
    content_->hide();
    content_->deleteLater();
    box_->removeWidget(content_);
  }
  rows_.clear();
  content_ = new QWidget;
  auto* grid = new QGridLayout(content_);
  grid->setContentsMargins(2, 0, 8, 6);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(4);
  grid->setColumnMinimumWidth(0, kCaption);
  grid->setColumnStretch(1, 1);
  QString group;
  for (const auto& field : fields_) {
    if (field.group != group) grid->addWidget(new Heading(field.group, field.role), grid->rowCount(), 0, 1, 3);
    group = field.group;
    rows_.push_back(addField(grid, field));
  }
  grid->setRowStretch(grid->rowCount(), 1);
  box_->addWidget(content_);
}

ScenarioForm::Row ScenarioForm::addField(QGridLayout* grid, const ScenarioField& field) {
  const int row = grid->rowCount();
  auto* label = new QLabel(field.label);
  label->setObjectName(QStringLiteral("muted"));
  label->setToolTip(field.help);
  QWidget* control = makeControl(field);
  control->setObjectName(QStringLiteral("field:") + field.key);
  control->setAccessibleName(field.key);
  control->setToolTip(field.help);
  control->installEventFilter(this);
  label->setBuddy(control);
  grid->addWidget(label, row, 0);
  const bool file = field.kind == ScenarioField::Kind::File;
  const bool unit = !field.unit.isEmpty();
  grid->addWidget(control, row, 1, 1, file || unit ? 1 : 2);
  if (unit) {
    auto* text = new QLabel(field.unit);
    text->setObjectName(QStringLiteral("muted"));
    grid->addWidget(text, row, 2);
  } else if (file) {
    auto* choose = new QToolButton;
    choose->setObjectName(QStringLiteral("choose:") + field.key);
    choose->setText(QStringLiteral("…"));
    choose->setToolTip(tr("Choose file"));
    choose->setProperty("plain", true);
    grid->addWidget(choose, row, 2);
    connect(choose, &QToolButton::clicked, this, [this, key = field.key] { Q_EMIT fileWanted(key); });
  }
  return {label, control};
}

QWidget* ScenarioForm::makeControl(const ScenarioField& field) {
  if (field.kind == ScenarioField::Kind::Choice) {
    auto* combo = new QComboBox;
    combo->addItems(field.choices);
    combo->setFocusPolicy(Qt::StrongFocus);  // the wheel scrolls the form
    connect(combo, &QComboBox::activated, this,
            [this, combo, key = field.key] { Q_EMIT edited(key, combo->currentText()); });
    return combo;
  }
  auto* edit = new QLineEdit;
  edit->setProperty("field", true);
  edit->setMinimumWidth(40);
  connect(edit, &QLineEdit::textEdited, this,
          [this, key = field.key](const QString& text) { Q_EMIT edited(key, text.trimmed()); });
  return edit;
}

void ScenarioForm::showValue(QWidget* control, const ScenarioField& field) const {
  const QSignalBlocker quiet(control);
  if (auto* combo = qobject_cast<QComboBox*>(control)) {
    combo->setCurrentText(field.value.isEmpty() ? field.standard : field.value);
    if (combo->currentText() != field.value && !field.value.isEmpty()) combo->setCurrentIndex(-1);  // no such kind
    return;
  }
  auto* edit = qobject_cast<QLineEdit*>(control);
  edit->setPlaceholderText(field.standard);
  // Whoever types "1." must not find it changed to what it means.
  if (edit->text().trimmed() == field.value) return;
  edit->setText(field.value);
  if (!edit->hasFocus()) edit->setCursorPosition(0);  // a long one shows its beginning
}

void ScenarioForm::markLine(int line) {
  marked_ = line;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool wrong = line > 0 && fields_[i].line == line;
    for (QWidget* widget : std::initializer_list<QWidget*>{rows_[i].label, rows_[i].control}) {
      if (widget->property("wrong").toBool() == wrong) continue;
      widget->setProperty("wrong", wrong);
      widget->style()->unpolish(widget);
      widget->style()->polish(widget);
    }
  }
}

bool ScenarioForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn) {
    const auto row = std::ranges::find(rows_, watched, [](const Row& each) -> QObject* { return each.control; });
    if (row != rows_.end()) Q_EMIT fieldEntered(fields_[static_cast<std::size_t>(row - rows_.begin())].line);
  }
  const bool scrolls = event->type() == QEvent::Wheel && qobject_cast<QComboBox*>(watched) != nullptr;
  if (scrolls && !static_cast<QWidget*>(watched)->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace cleave::ui
