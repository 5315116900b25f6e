// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/agent_section.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/device/state_line.h"
#include "ui/widgets/form_row.h"

namespace cleave::ui {
namespace {

const QString& local() {
  static const QString name = QStringLiteral("local");
  return name;
}

}  // namespace

AgentSection::AgentSection(QWidget* parent)
    : QWidget(parent), combo_(new QComboBox), problem_(makeProblem(this)), state_(new StateLine) {
  QGridLayout* grid = makeForm(this);
  combo_->setEditable(true);
  combo_->setInsertPolicy(QComboBox::NoInsert);
  combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo_->setMinimumContentsLength(8);
  combo_->setToolTip(tr("Local agent, or the address of a remote one as HOST:PORT (press Enter)"));
  addRow(grid, tr("Agent"), combo_, "deviceAgent");
  grid->addWidget(problem_, grid->rowCount(), 1);
  grid->addWidget(state_, grid->rowCount(), 0, 1, 2);
  connect(combo_, &QComboBox::activated, this, &AgentSection::choose);
  connect(combo_->lineEdit(), &QLineEdit::editingFinished, this, &AgentSection::takeText);
  fill();
}

QString AgentSection::objectionTo(const QString& address) {
  const auto colon = address.lastIndexOf(QLatin1Char(':'));
  bool number = false;
  const int port = address.mid(colon + 1).toInt(&number);
  const bool blank = address.contains(QLatin1Char(' '));
  if (colon > 0 && number && port >= 1 && port <= 65535 && !blank) return {};
  return tr("Enter the agent's address as HOST:PORT, for example raspberrypi:7070.");
}

void AgentSection::fill() {
  const QSignalBlocker quiet(combo_);
  combo_->clear();
  combo_->addItem(tr("Local agent"), local());
  combo_->setItemData(0, tr("Started on this computer"), Qt::ToolTipRole);
  QStringList known = recent_;
  if (agent_ != local() && !known.contains(agent_)) known.prepend(agent_);
  for (const auto& address : known) combo_->addItem(address, address);
  combo_->setCurrentIndex(std::max(0, combo_->findData(agent_)));
}

void AgentSection::setRecent(const QStringList& addresses) {
  if (recent_ == addresses) return;
  recent_ = addresses;
  if (!combo_->lineEdit()->hasFocus() || !combo_->lineEdit()->isModified()) fill();
}

void AgentSection::choose(int index) {
  const QString chosen = combo_->itemData(index).toString();
  showProblem(problem_, {});
  combo_->lineEdit()->setModified(false);
  if (chosen.isEmpty() || chosen == agent_) return;
  agent_ = chosen;
  Q_EMIT changed();
}

void AgentSection::takeText() {
  if (!combo_->lineEdit()->isModified()) return;
  combo_->lineEdit()->setModified(false);
  const QString text = combo_->currentText().trimmed();
  const bool isLocal = text == combo_->itemText(0) || text.compare(local(), Qt::CaseInsensitive) == 0;
  const QString objection = isLocal ? QString() : objectionTo(text);
  showProblem(problem_, objection);
  if (!objection.isEmpty()) return;
  const QString chosen = isLocal ? local() : text;
  if (chosen == agent_) return;
  agent_ = chosen;
  fill();
  Q_EMIT changed();
}

void AgentSection::show(const DeviceSettings& settings) {
  agent_ = settings.agent;
  if (combo_->lineEdit()->isModified()) return;  // it is being typed
  showProblem(problem_, {});
  fill();
}

void AgentSection::setState(const DeviceState& state) {
  state_->setState(state);
}

}  // namespace cleave::ui
