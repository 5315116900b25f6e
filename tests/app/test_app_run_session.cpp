// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <future>
#include <memory>
#include <utility>

#include "app/workbench/run/run_session.h"
#include "quick_options.h"
#include "shipped_model.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {

class TestRunSession : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lastNoticesComeBeforeAnErrorAndAfterACleanEnd_data() {
    QTest::addColumn<bool>("fails");
    QTest::newRow("error") << true;
    QTest::newRow("clean end") << false;
  }
  void lastNoticesComeBeforeAnErrorAndAfterACleanEnd() {
    QFETCH(bool, fails);
    ExperimentOptions options = quickOptions("edge-only", 1);
    if (fails) options.agent = "127.0.0.1:1";  // where nobody listens
    RunSession session;
    QStringList told;
    connect(&session, &RunSession::noticed, this, [&](const QString& notice) { told << notice; });
    connect(&session, &RunSession::ended, this,
            [&](const QString& error) { told << (error.isEmpty() ? "ended" : "error"); });
    connect(&session, &RunSession::closed, this, [&] { told << "closed"; });
    std::promise<void> over;
    std::shared_ptr<void> held(nullptr, [&](void*) { over.set_value(); });  // goes with the run's events
    std::function<void(const std::string&)> notice;
    session.start(shippedModel(), options, [&](ExperimentEvents& events) {
      notice = events.notice;
      events.tabled = [held = std::move(held)](auto&&...) {};
    });
    notice("notice");
    if (!fails) session.stop();
    over.get_future().wait();  // so that all comes at once
    QVERIFY(told.isEmpty());
    QTRY_VERIFY(told.contains("closed"));
    QCOMPARE(told, fails ? QStringList({"notice", "error", "closed"}) : QStringList({"ended", "notice", "closed"}));
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestRunSession)
#include "test_app_run_session.moc"
