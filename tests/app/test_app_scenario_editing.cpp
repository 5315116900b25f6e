// SPDX-License-Identifier: GPL-3.0-or-later
// What the scenario editor rests on: keys of a text, edits of it, checks, previews, the library.
#include <QtTest>
#include <algorithm>

#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/scenario/scenario_check.h"
#include "app/workbench/scenario/scenario_form_fields.h"
#include "app/workbench/scenario/scenario_library.h"
#include "core/types/error.h"
#include "rl/environment/scenario_text.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {
namespace {

const QString kText = QStringLiteral(
    "# Made for a test\n"
    "name = lab\n"
    "link = gilbert-elliott\n"
    "link.good_mbps = 30\n"
    "link.bad_mbps = 2  \n"
    "link.good_mean_s = 5\n"
    "link.bad_mean_s = 2\n"
    "\n"
    "# nobody else computes\n"
    "target_ms = 80\n");

ui::ScenarioField fieldOf(const QString& text, const char* key) {
  const auto fields = fieldsOf(text);
  const auto found = std::ranges::find(fields, QLatin1String(key), &ui::ScenarioField::key);
  if (found == fields.end()) throw std::logic_error("there is no such key");
  return *found;
}

bool has(const QString& text, const char* key) {
  return std::ranges::count(fieldsOf(text), QLatin1String(key), &ui::ScenarioField::key) > 0;
}

}  // namespace

class TestScenarioEditing : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKeyIsAFieldWithWordsAndRange() {
    const auto rate = fieldOf(kText, "link.good_mbps");
    QCOMPARE(rate.value, QStringLiteral("30"));
    QCOMPARE(rate.line, 4);
    QCOMPARE(rate.label, QStringLiteral("good"));
    QCOMPARE(rate.unit, QStringLiteral("Mbit/s"));
    QCOMPARE(rate.group, QStringLiteral("Link"));
    QVERIFY(rate.role == ui::ColourRole::Link);
    QVERIFY(rate.standard.isEmpty());  // it must be there
    QVERIFY2(rate.help.contains(QLatin1String("1000000 Mbit/s")), qPrintable(rate.help));
    const auto giveUp = fieldOf(kText, "give_up_ms");
    QCOMPARE(giveUp.line, 0);
    QCOMPARE(giveUp.standard, QStringLiteral("1000"));
    QVERIFY(fieldOf(kText, "link").choices.contains(QLatin1String("wander")));
    for (const auto& field : fieldsOf(kText)) {
      QVERIFY2(!field.label.isEmpty() && !field.group.isEmpty(), qPrintable(field.key));
    }
  }
  void aTextWithMistakesStillHasFields() {
    const QString wrong = QStringLiteral("link = carrier-pigeon\nno sense\nlink.mbps = much\ntarget_ms = -1");
    QCOMPARE(fieldOf(wrong, "link").value, QStringLiteral("carrier-pigeon"));
    QCOMPARE(fieldOf(wrong, "link.mbps").value, QStringLiteral("much"));  // of the kind that holds without one
    QCOMPARE(fieldOf(wrong, "target_ms").value, QStringLiteral("-1"));
    QVERIFY(!fieldsOf({}).empty());
  }
  void aValueIsReplacedInItsLine() {
    const QString edited = withValue(kText, QStringLiteral("link.bad_mbps"), QStringLiteral("0.5"));
    QCOMPARE(edited, QString(kText).replace(QLatin1String("bad_mbps = 2  "), QLatin1String("bad_mbps = 0.5")));
  }
  void aNewKeyStandsWithItsNeighbours() {
    const QString edited = withValue(kText, QStringLiteral("rtt.base_ms"), QStringLiteral("9"));
    QCOMPARE(fieldOf(edited, "rtt.base_ms").line, 8);
    QCOMPARE(fieldOf(edited, "target_ms").line, 11);
    QCOMPARE(withValue(edited, QStringLiteral("rtt.base_ms"), {}), kText);
    QCOMPARE(withValue({}, QStringLiteral("name"), QStringLiteral("x")).trimmed(), QStringLiteral("name = x"));
  }
  void anotherKindBringsItsOwnKeys() {
    const QString edited = withValue(kText, QStringLiteral("link"), QStringLiteral("wander"));
    QVERIFY(!edited.contains(QLatin1String("good_mbps")));
    QVERIFY(edited.startsWith(QLatin1String("# Made for a test\n")));
    QVERIFY(edited.contains(QLatin1String("# nobody else computes\n")));
    QCOMPARE(fieldOf(edited, "link.median_mbps").value, QStringLiteral("40"));
    parseScenario(edited.toStdString(), "the test");  // right as it stands
    const QString busy = withValue(edited, QStringLiteral("device_load"), QStringLiteral("markov"));
    QCOMPARE(fieldOf(busy, "device_load.busy_share").value, QStringLiteral("0.6"));
    parseScenario(busy.toStdString(), "the test");
    QVERIFY(!has(withValue(busy, QStringLiteral("device_load"), {}), "device_load.busy_share"));
  }
  void everyShippedOneSurvivesEveryEdit() {
    const ScenarioLibrary library{QString()};
    for (const auto& choice : library.all()) {
      const QString text = library.read(choice.id).text;
      QVERIFY(!choice.about.isEmpty());
      for (const auto& field : fieldsOf(text)) {
        if (field.line > 0) QCOMPARE(withValue(text, field.key, field.value), text);
        for (const auto& kind : field.choices) {
          if (kind == QLatin1String("trace")) continue;  // needs a file
          parseScenario(withValue(text, field.key, kind).toStdString(), "the test");
        }
      }
    }
  }
  void problemsNameTheirLine() {
    const auto right = checkScenario(kText.toStdString(), {}, 1, true);
    QCOMPARE(right.problem, QString());
    QVERIFY(right.live && right.preview.mbps.size() > 100);
    const auto range = checkScenario(test::replaced(kText.toStdString(), "= 30", "= -3"), {}, 1, false);
    QCOMPARE(range.line, 4);
    QVERIFY2(range.problem.startsWith(QLatin1String("link.good_mbps is -3, but must be above 0")),
             qPrintable(range.problem));
    const auto missing = checkScenario("name = x\nlink = constant\n", {}, 1, false);
    QCOMPARE(missing.line, 0);
    QVERIFY2(missing.problem.startsWith(QLatin1String("link.mbps is missing")), qPrintable(missing.problem));
    QVERIFY(!checkScenario("", {}, 1, false).problem.isEmpty());
    QVERIFY(checkTrace("/no/such.csv", 1).problem.contains(QLatin1String("/no/such.csv")));
    QVERIFY(!checkScenarioFile("no-such-scenario", 1).problem.isEmpty());
  }
  void aTraceIsAScenarioOfItsOwn() {
    const test::Folder folder;
    test::writeText(folder / "bus.csv", "time_s,mbps,rtt_ms\n0,10,5\n1,0,5\n2,20,9\n3,20,9\n");
    const auto check = checkTrace((folder / "bus.csv").string(), 1);
    QCOMPARE(check.problem, QString());
    QCOMPARE(check.live->scenario.name, std::string("bus"));
    QVERIFY(check.live->scenario.arrivals.kind == Arrivals::Kind::Closed);
    QCOMPARE(check.preview.durationS, 4.0);
    QVERIFY2(check.preview.note.contains(QLatin1String("down 25.0 %")), qPrintable(check.preview.note));
  }
  void binsKeepWhatIsShort() {
    const StepSeries series({0, 10, 10.001, 50}, {5, 100, 5, 1}, 100);
    const auto bins = binsOf(series, 200, 20);
    QCOMPARE(bins.size(), std::size_t{20});
    QCOMPARE(bins[0].high, 5.0);
    QCOMPARE(bins[1].high, 100.0);  // a millisecond of ten seconds
    QCOMPARE(bins[1].low, 5.0);
    QVERIFY(qAbs(bins[1].mean - 5.0095) < 1e-6);
    QCOMPARE(bins[11].high, 100.0);  // it repeats
    QCOMPARE(bins[19].mean, 1.0);
    QCOMPARE(binsOf(StepSeries(7), 60, 20).size(), std::size_t{1});
  }
  void theLibraryKeepsOwnOnesAndGuardsShippedOnes() {
    const test::Folder folder;
    const QString own = QString::fromStdString((folder / "scenarios").string());
    const ScenarioLibrary library(own);
    const auto shipped = library.all().size();
    QVERIFY(
        library.refusalOf(QStringLiteral("wifi-office")).sentence.contains(QLatin1String("is a built-in scenario")));
    QVERIFY(!library.refusalOf(QStringLiteral("wifi-office")).replaceable);
    for (const auto* bad : {"", "../x", "a/b", ".hidden", "x\ny"}) {
      QVERIFY2(!library.refusalOf(QString::fromLatin1(bad)).sentence.isEmpty(), bad);
    }
    QVERIFY(library.refusalOf(QStringLiteral("My lab 2")).sentence.isEmpty());
    const auto saved = ScenarioLibrary::write(library.fileOf(QStringLiteral("My lab 2")), kText);
    QCOMPARE(saved.title, QStringLiteral("My lab 2"));
    QVERIFY(library.refusalOf(QStringLiteral("My lab 2")).replaceable);
    QCOMPARE(library.all().size(), shipped + 1);
    QVERIFY(!library.all().back().shipped);
    QCOMPARE(library.read(library.all().back().id), saved);
    QVERIFY_EXCEPTION_THROWN((void)library.read(QStringLiteral("/no/such.scenario")), Error);
    QVERIFY_EXCEPTION_THROWN(ScenarioLibrary::write(QStringLiteral("/proc/no/such.scenario"), kText), Error);
    QVERIFY(!ScenarioLibrary({}).refusalOf(QStringLiteral("x")).sentence.isEmpty());
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestScenarioEditing)
#include "test_app_scenario_editing.moc"
