// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

namespace cleave::ui {

/// `one` where n is 1, else `many`, with %n replaced by n: plural(4, tr("%n thread"), tr("%n threads")) is "4 threads".
/// The plural forms of tr() need a translator, and a file of translations, even for English.
inline QString plural(qint64 n, const QString& one, const QString& many) {
  QString text = n == 1 ? one : many;
  return text.replace(QLatin1String("%n"), QLocale(QLocale::English).toString(n));
}

}  // namespace cleave::ui
