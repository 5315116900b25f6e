// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/device/device_settings.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
QT_END_NAMESPACE

namespace cleave::ui {

class StateLine;

/// Which agent: one that is started here, or another machine's by its address; those used lately are offered.
class AgentSection : public QWidget {
  Q_OBJECT

 public:
  explicit AgentSection(QWidget* parent = nullptr);

  void show(const DeviceSettings& settings);
  void read(DeviceSettings& settings) const { settings.agent = agent_; }
  void setRecent(const QStringList& addresses);
  void setState(const DeviceState& state);

  /// Empty when the text is HOST:PORT, else what is wrong with it.
  static QString objectionTo(const QString& address);

 Q_SIGNALS:
  void changed();

 private:
  void choose(int index);
  void takeText();
  void fill();

  QComboBox* combo_;
  QLabel* problem_;
  StateLine* state_;
  QString agent_ = QStringLiteral("local");
  QStringList recent_;
};

}  // namespace cleave::ui
