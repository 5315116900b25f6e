// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QRegularExpression>
#include <QStyle>
#include <QToolButton>

#include "ui/theme/icons.h"

namespace cleave::ui {

namespace {

constexpr int kInfoMs = 9000;  // long enough to read two lines twice

}  // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent), frame_(new QFrame), text_(new QLabel), progress_(new QProgressBar), close_(new QToolButton) {
  frame_->setObjectName(QStringLiteral("banner"));
  text_->setObjectName(QStringLiteral("bannerText"));
  text_->setTextFormat(Qt::PlainText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text_->setWordWrap(true);
  progress_->setTextVisible(false);
  progress_->setRange(0, 100);
  progress_->setFixedWidth(180);
  close_->setProperty("plain", true);
  close_->setToolTip(tr("Close this message"));
  close_->setAccessibleName(tr("Close this message"));
  connect(close_, &QToolButton::clicked, this, &QWidget::hide);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(12, 10, 12, 0);
  outer->addWidget(frame_);
  auto* box = new QHBoxLayout(frame_);
  box->setContentsMargins(14, 5, 10, 5);
  box->addWidget(text_, 1);
  box->addWidget(progress_);
  box->addWidget(close_);
  hide();
  timer_.setSingleShot(true);
  timer_.setInterval(kInfoMs);
  connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
}

void Banner::setInfoTime(int milliseconds) {
  timer_.setInterval(milliseconds);
}

void Banner::showMessage(Kind kind, const QString& text) {
  timer_.stop();
  if (text.isEmpty()) {
    text_->clear();
    hide();
    return;
  }
  kind_ = kind;
  frame_->setProperty("kind", kind == Kind::Error ? QStringLiteral("error") : QStringLiteral("info"));
  frame_->style()->unpolish(frame_);
  frame_->style()->polish(frame_);
  text_->setText(text);
  static const QRegularExpression percent(QStringLiteral(R"((\d+)\s*%)"));
  const auto match = percent.match(text);
  progress_->setVisible(kind == Kind::Info && match.hasMatch());
  if (match.hasMatch()) progress_->setValue(match.captured(1).toInt());
  close_->setVisible(!progress_->isVisibleTo(frame_));
  if (kind == Kind::Info && !match.hasMatch()) timer_.start();
  show();
}

QString Banner::text() const {
  return text_->text();
}

void Banner::setColours(const Colours& colours) {
  close_->setIcon(icon(QStringLiteral("close"), colours.muted, colours.faint));
}

}  // namespace cleave::ui
