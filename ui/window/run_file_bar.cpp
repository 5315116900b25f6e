// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_file_bar.h"

#include <QDir>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

QString lineOf(const RecordedRun& run) {
  QStringList parts{RunFileBar::tr("Recorded %1").arg(run.startedAt), run.model.name, run.policy};
  if (run.targetMs > 0) parts << RunFileBar::tr("target %1").arg(formatMs(run.targetMs));
  parts << run.device << run.scenario << RunFileBar::tr("%1 requests").arg(formatCount(run.requests));
  if (run.truncated) parts << RunFileBar::tr("truncated");
  parts.removeAll(QString());
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

RunFileBar::RunFileBar(QWidget* parent)
    : QWidget(parent),
      text_(new QLabel),
      progress_(new QProgressBar),
      cancel_(new QPushButton(tr("Cancel"))),
      close_(new QToolButton) {
  auto* frame = new QFrame;
  frame->setObjectName(QStringLiteral("banner"));
  frame->setProperty("kind", QStringLiteral("info"));
  frame->setFixedHeight(36);
  text_->setObjectName(QStringLiteral("runFileText"));
  text_->setTextFormat(Qt::PlainText);
  text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(180);
  cancel_->setObjectName(QStringLiteral("cancelOpening"));
  close_->setObjectName(QStringLiteral("closeRun"));
  close_->setProperty("plain", true);
  close_->setToolTip(tr("Close this run"));
  close_->setAccessibleName(tr("Close this run"));
  connect(cancel_, &QPushButton::clicked, this, &RunFileBar::cancelPressed);
  connect(close_, &QToolButton::clicked, this, &RunFileBar::closePressed);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(12, 8, 12, 0);
  outer->addWidget(frame);
  auto* box = new QHBoxLayout(frame);
  box->setContentsMargins(14, 3, 10, 3);
  box->setSpacing(10);
  box->addWidget(text_, 1);
  box->addWidget(progress_);
  box->addWidget(cancel_);
  box->addWidget(close_);
  arrange();
}

void RunFileBar::showOpening(const QString& text, double done) {
  opening_ = text;
  progress_->setRange(0, done < 0 ? 0 : 100);
  progress_->setValue(qRound(100 * done));
  arrange();
}

void RunFileBar::endOpening() {
  opening_.clear();
  arrange();
}

void RunFileBar::showRun(const RecordedRun& run) {
  run_ = lineOf(run);
  tip_ = run_ + QLatin1Char('\n') + QDir::toNativeSeparators(run.path);
  opening_.clear();  // to hide the bar and to show it again would lay out the window twice
  arrange();
}

void RunFileBar::clearRun() {
  run_.clear();
  tip_.clear();
  arrange();
}

QString RunFileBar::text() const {
  return opening_.isEmpty() ? run_ : opening_;
}

void RunFileBar::arrange() {
  const bool opening = !opening_.isEmpty();
  text_->setText(QFontMetrics(textFont(13)).elidedText(text(), Qt::ElideRight, std::max(80, text_->width())));
  text_->setToolTip(opening ? opening_ : tip_);
  progress_->setVisible(opening);
  cancel_->setVisible(opening);
  close_->setVisible(!opening);
  setVisible(!text().isEmpty());
}

void RunFileBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void RunFileBar::setColours(const Colours& colours) {
  close_->setIcon(icon(QStringLiteral("close"), colours.muted, colours.faint));
}

}  // namespace cleave::ui
