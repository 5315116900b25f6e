// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_form_fields.h"

#include <QObject>
#include <QStringList>
#include <algorithm>
#include <map>

#include "app/workbench/scenario/scenario_key_texts.h"
#include "rl/environment/scenario_fields.h"
#include "rl/environment/text_lines.h"
#include "ui/scenario/scenario_highlighter.h"

namespace cleave::workbench {
namespace {

struct Key {
  ui::ScenarioField field;
  QString example;  ///< of one that must be there
  bool required = false;
};

/// The visitor that lists a scenario's keys as a text has them, whatever is wrong with it.
class KeyLister {
 public:
  explicit KeyLister(const QString& text) {
    forEachLine(text.toStdString(), [&](std::string_view line, int number) {
      const auto equals = line.find('=');
      if (equals == std::string_view::npos) return;
      const auto written = [](std::string_view part) {
        return QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()));
      };
      written_.try_emplace(written(trimmed(line.substr(0, equals))), written(trimmed(line.substr(equals + 1))), number);
    });
  }

  void text(const std::string& key, const std::string& value, bool required) {
    add(key, ui::ScenarioField::Kind::Text, QString::fromStdString(value), required);
  }
  std::size_t choice(const std::string& key, std::span<const char* const> kinds, std::size_t current, bool required) {
    Key& made = add(key, ui::ScenarioField::Kind::Choice, QLatin1String(kinds[current]), required);
    for (const char* kind : kinds) made.field.choices << QLatin1String(kind);
    const auto chosen = made.field.choices.indexOf(made.field.value);
    return chosen < 0 ? current : static_cast<std::size_t>(chosen);
  }
  void value(const std::string& key, double value, const detail::Limits& limits) {
    describe(add(key, ui::ScenarioField::Kind::Number, number(value), limits.required), limits);
  }
  void value(const std::string& key, int value, const detail::Limits& limits) {
    describe(add(key, ui::ScenarioField::Kind::Number, QString::number(value), limits.required), limits);
  }
  void value(const std::string& key, const std::filesystem::path&, const detail::Limits&) {
    add(key, ui::ScenarioField::Kind::File, {}, true);
  }
  void device(const std::string& key, const std::string& name) {
    add(key, ui::ScenarioField::Kind::Text, QString::fromStdString(name), false);
  }

  std::vector<Key> keys;

 private:
  static QString number(double value) { return QString::fromStdString(numberText(value)); }

  Key& add(const std::string& name, ui::ScenarioField::Kind kind, const QString& standard, bool required) {
    const QString key = QString::fromStdString(name);
    const KeyText words = textOf(key);
    Key made;
    made.required = required;
    made.example = standard;
    made.field = {key, words.group, ui::ScenarioHighlighter::roleOf(key), words.label, words.unit, words.help, kind};
    if (key == QLatin1String("device")) made.field.role = ui::ColourRole::Text;  // stands under the goal
    if (!required) made.field.standard = standard;
    if (const auto found = written_.find(key); found != written_.end()) {
      made.field.value = found->second.value;
      made.field.line = found->second.line;
    }
    keys.push_back(std::move(made));
    return keys.back();
  }
  static void describe(Key& key, const detail::Limits& limits) {
    QString& help = key.field.help;
    if (!help.isEmpty()) help += QStringLiteral("\n");
    help += (limits.above ? QObject::tr("Above %1, at most %2") : QObject::tr("From %1 to %2"))
                .arg(number(limits.least), number(limits.most));
    if (!key.field.unit.isEmpty()) help += QLatin1Char(' ') + key.field.unit;
    if (!key.field.standard.isEmpty()) help += QObject::tr("; default: %1").arg(key.field.standard);
  }

  struct Written {
    Written(QString v, int l) : value(std::move(v)), line(l) {}
    QString value;
    int line;
  };
  std::map<QString, Written> written_;
};

std::vector<Key> keysOf(const QString& text) {
  KeyLister lister(text);
  Scenario scenario;
  detail::visitScenario(lister, scenario);
  return std::move(lister.keys);
}

QString keyIn(const QString& line) {
  const QString trimmed = line.trimmed();
  return trimmed.startsWith(QLatin1Char('#')) ? QString() : trimmed.section(QLatin1Char('='), 0, 0).trimmed();
}

/// Behind the nearest key before it that has a line; at the end of the text where there is none.
void insertKey(QStringList& lines, const QString& key, const QString& value) {
  const auto keys = keysOf(lines.join(QLatin1Char('\n')));
  auto at = std::ranges::find(keys, key, [](const Key& each) { return each.field.key; });
  int line = 0;
  while (at != keys.begin() && line == 0) line = (--at)->field.line;
  qsizetype index = line;
  if (line == 0) {
    index = lines.size();
    while (index > 0 && lines[index - 1].trimmed().isEmpty()) --index;
  }
  lines.insert(index, key + QStringLiteral(" = ") + value);
}

/// After another kind was chosen: what it does not know goes, what it needs comes.
void followChoice(QStringList& lines, const QString& choice) {
  const QString section = choice + QLatin1Char('.');
  const auto keys = keysOf(lines.join(QLatin1Char('\n')));
  const auto known = [&](const QString& name) {
    return std::ranges::any_of(keys, [&](const Key& each) { return each.field.key == name; });
  };
  for (qsizetype i = lines.size(); i-- > 0;) {
    const QString name = keyIn(lines[i]);
    if (name.startsWith(section) && !known(name)) lines.removeAt(i);
  }
  for (const Key& key : keys) {
    const bool missing = key.required && key.field.line == 0 && key.field.key.startsWith(section);
    if (missing && !key.example.isEmpty()) insertKey(lines, key.field.key, key.example);
  }
}

}  // namespace

std::vector<ui::ScenarioField> fieldsOf(const QString& text) {
  std::vector<ui::ScenarioField> fields;
  for (auto& key : keysOf(text)) fields.push_back(std::move(key.field));
  return fields;
}

QString withValue(const QString& text, const QString& key, const QString& value) {
  QStringList lines = text.split(QLatin1Char('\n'));
  const auto keys = keysOf(text);
  const auto found = std::ranges::find(keys, key, [](const Key& each) { return each.field.key; });
  const int line = found == keys.end() ? 0 : found->field.line;
  if (line > 0 && value.isEmpty()) {
    lines.removeAt(line - 1);
  } else if (line > 0) {
    const QString& old = lines[line - 1];
    lines[line - 1] = old.left(old.indexOf(QLatin1Char('='))) + QStringLiteral("= ") + value;
  } else if (!value.isEmpty()) {
    insertKey(lines, key, value);
  }
  if (found != keys.end() && found->field.kind == ui::ScenarioField::Kind::Choice) followChoice(lines, key);
  return lines.join(QLatin1Char('\n'));
}

}  // namespace cleave::workbench
