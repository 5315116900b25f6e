// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/policy_picker.h"

#include <QFileDialog>
#include <QFrame>
#include <QGuiApplication>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/format.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

constexpr int kPolicyRole = Qt::UserRole;

}  // namespace

PolicyPicker::PolicyPicker(QWidget* parent)
    : QToolButton(parent), popup_(new QFrame(this, Qt::Popup)), list_(new QListWidget) {
  setObjectName(QStringLiteral("policyPicker"));
  setProperty("field", true);
  setAccessibleName(tr("Policies to compare"));
  popup_->setObjectName(QStringLiteral("panel"));
  list_->setObjectName(QStringLiteral("policyList"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setSelectionMode(QAbstractItemView::NoSelection);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setAccessibleName(tr("Policies"));
  auto* file = new QPushButton(tr("Add trained policy from file…"));
  auto* box = new QVBoxLayout(popup_);
  box->setContentsMargins(6, 6, 6, 6);
  box->addWidget(list_);
  box->addWidget(file);
  connect(this, &QToolButton::clicked, this, &PolicyPicker::openList);
  connect(file, &QPushButton::clicked, this, &PolicyPicker::chooseFile);
  connect(list_, &QListWidget::itemChanged, this, &PolicyPicker::tellChecked);
  // A click on the name does what one on its box does.
  connect(list_, &QListWidget::itemActivated, this, [](QListWidgetItem* item) {
    if (!item->flags().testFlag(Qt::ItemIsUserCheckable)) return;
    item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
  });
  tellChecked();
}

void PolicyPicker::setChoices(const std::vector<PolicyChoice>& choices, const QStringList& checked) {
  choices_ = choices;
  fill(checked);
}

void PolicyPicker::offerFile(const QString& file) {
  const QString policy = QStringLiteral("policy:") + file;
  if (std::ranges::find(files_, policy, &PolicyChoice::policy) != files_.end()) return;
  const QStringList now = checked();
  files_.push_back({policy, tr("Files"), file});
  fill(now);
}

void PolicyPicker::addFile(const QString& file) {
  offerFile(file);
  setChecked(checked() << QStringLiteral("policy:") + file);
}

void PolicyPicker::fill(const QStringList& checked) {
  {
    const QSignalBlocker quiet(list_);
    list_->clear();
    QString group;
    for (const auto* from : {&choices_, &files_}) {
      for (const PolicyChoice& choice : *from) {
        if (choice.group != group) {
          group = choice.group;
          auto* heading = new QListWidgetItem(group, list_);
          heading->setFlags(Qt::NoItemFlags);
          heading->setSizeHint({0, 26});
        }
        auto* item = new QListWidgetItem(shownPolicy(choice.policy), list_);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(checked.contains(choice.policy) ? Qt::Checked : Qt::Unchecked);
        item->setData(kPolicyRole, choice.policy);
        item->setToolTip(choice.tip);
      }
    }
  }
  tellChecked();
}

bool PolicyPicker::offers(const QString& policy) const {
  const auto is = [&](const PolicyChoice& choice) { return choice.policy == policy; };
  return std::ranges::any_of(choices_, is) || std::ranges::any_of(files_, is);
}

QStringList PolicyPicker::checked() const {
  QStringList policies;
  for (int i = 0; i < list_->count(); ++i) {
    const QListWidgetItem* item = list_->item(i);
    if (item->flags().testFlag(Qt::ItemIsUserCheckable) && item->checkState() == Qt::Checked) {
      policies << item->data(kPolicyRole).toString();
    }
  }
  return policies;
}

void PolicyPicker::setChecked(const QStringList& policies) {
  fill(policies);
}

void PolicyPicker::tellChecked() {
  setText(plural(checked().size(), tr("%n policy ▾"), tr("%n policies ▾")));
  QStringList names;
  for (const QString& policy : checked()) names << shownPolicy(policy);
  setToolTip(names.join(QStringLiteral(", ")));
  Q_EMIT checkedChanged();
}

void PolicyPicker::openList() {
  const QRect screen = this->screen()->availableGeometry();
  const int height = qMin(26 * list_->count() + 60, screen.height() * 6 / 10);
  popup_->resize(260, height);
  QPoint at = mapToGlobal(QPoint(0, this->height() + 2));
  at.setX(qMax(screen.left(), qMin(at.x(), screen.right() - 260)));
  if (at.y() + height > screen.bottom()) at.setY(qMax(screen.top(), screen.bottom() - height));
  popup_->move(at);
  popup_->show();
  list_->setFocus();
}

void PolicyPicker::chooseFile() {
  popup_->hide();
  const QString file = QFileDialog::getOpenFileName(window(), tr("Add trained policy"), {},
                                                    tr("Trained policies (*.cleavepolicy);;All files (*)"));
  if (!file.isEmpty()) addFile(file);
}

}  // namespace cleave::ui
