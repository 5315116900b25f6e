// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QToolButton>
#include <vector>

QT_BEGIN_NAMESPACE
class QFrame;
class QListWidget;
QT_END_NAMESPACE

namespace cleave::ui {

struct PolicyChoice {
  QString policy;  ///< as cleave-cli takes it
  QString group;   ///< its heading in the list: "Rules"
  QString tip = {};
};

/// A button that says how many policies are chosen, and opens the list to choose from.
class PolicyPicker : public QToolButton {
  Q_OBJECT

 public:
  explicit PolicyPicker(QWidget* parent = nullptr);
  /// Groups in the order in which they come. Files that the user added stay.
  void setChoices(const std::vector<PolicyChoice>& choices, const QStringList& checked);
  /// A trained policy's file.
  void offerFile(const QString& file);
  /// The same, checked from now on.
  void addFile(const QString& file);
  [[nodiscard]] bool offers(const QString& policy) const;
  /// In the list's order.
  [[nodiscard]] QStringList checked() const;
  void setChecked(const QStringList& policies);
  void openList();
  [[nodiscard]] QListWidget& list() const { return *list_; }

 Q_SIGNALS:
  void checkedChanged();

 private:
  void fill(const QStringList& checked);
  void chooseFile();
  void tellChecked();

  std::vector<PolicyChoice> choices_;
  std::vector<PolicyChoice> files_;
  QFrame* popup_;
  QListWidget* list_;
};

}  // namespace cleave::ui
