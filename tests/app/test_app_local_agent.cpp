// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QtTest>

#include "app/experiment/local_agent.h"
#include "core/types/error.h"
#include "net/tcp/agent_link.h"
#include "tests/main/test_main.h"

namespace cleave {

using namespace std::chrono_literals;

class TestLocalAgent : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void startsAnswersAndEnds() {
    pid_t pid = 0;
    {
      LocalAgent agent({.threads = 1, .emulate = "raspberrypi4"});
      pid = agent.pid();
      net::AgentLink link;
      link.connect(agent.address(), 5s);
      QVERIFY(link.ping() > 0);
      QCOMPARE(link.agentInfo().device.emulated, std::string("raspberrypi4"));
      QVERIFY(!link.agentInfo().device.machine.empty());
      QCOMPARE(::kill(pid, 0), 0);
    }
    QCOMPARE(::kill(pid, 0), -1);  // reaped: the process is gone
  }
  void waitingCanBeGivenUp() {
    LocalAgent agent({});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(agent.address(stop.get_token()), Cancelled);
    QVERIFY(agent.address().port > 0);  // and taken up again
  }
  void twoAgentsTakeDifferentPorts() {
    LocalAgent a({});
    LocalAgent b({});
    QVERIFY(a.address().port != b.address().port);
  }
  void endsEvenWithAClientConnected() {
    net::AgentLink link;
    LocalAgent agent({});
    link.connect(agent.address(), 5s);
    // the agent is ended first, by its destructor; the test fails by its time limit if that hangs
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLocalAgent)
#include "test_app_local_agent.moc"
