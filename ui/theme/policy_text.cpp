// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/policy_text.h"

#include <QFileInfo>

namespace cleave::ui {

QString shownPolicy(const QString& policy) {
  const qsizetype colon = policy.indexOf(QLatin1Char(':'));
  if (colon < 0 || !policy.mid(colon).contains(QStringLiteral(".cleavepolicy"))) return policy;
  const QString name = QFileInfo(policy.mid(colon + 1)).completeBaseName();
  return policy.left(colon) == QStringLiteral("policy") ? name : policy.left(colon + 1) + name;
}

}  // namespace cleave::ui
