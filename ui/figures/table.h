// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <string>
#include <vector>

namespace cleave::ui {

/// The numbers behind a figure.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// Nine significant digits; empty for what is not a number.
std::string cell(double value);
QByteArray toCsv(const Table& table);

}  // namespace cleave::ui
