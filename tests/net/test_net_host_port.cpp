// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/types/error.h"
#include "net/wire/host_port.h"
#include "tests/main/test_main.h"

using namespace cleave::net;

class TestNetHostPort : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void reads();
  void refuses_data();
  void refuses();
};

void TestNetHostPort::reads() {
  QVERIFY(parseHostPort("pi:7070") == (HostPort{"pi", 7070}));
  QVERIFY(parseHostPort("127.0.0.1:0") == (HostPort{"127.0.0.1", 0}));
  QVERIFY(parseHostPort("[::1]:65535") == (HostPort{"::1", 65535}));
  QCOMPARE(toText(parseHostPort("[fe80::1]:7070")), std::string("[fe80::1]:7070"));
  QCOMPARE(toText(parseHostPort("pi.local:1")), std::string("pi.local:1"));
}

void TestNetHostPort::refuses_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {"", "pi", ":7070", "pi:", "pi:x", "pi:70000", "pi:-1", "pi:7070x", "pi: 7070", "::1:7070",
                           "[::1]", "[::1:7070", "[]:7070", "[pi]:7070", "p i:7070", "http://pi:7070", "[::1]]:7"}) {
    QTest::newRow(text) << QString(text);
  }
  QTest::newRow("long") << QString(300, 'a') + ":1";
}

void TestNetHostPort::refuses() {
  QFETCH(QString, text);
  try {
    parseHostPort(text.toStdString());
    QFAIL("accepted");
  } catch (const cleave::UsageError& error) {
    QVERIFY2(QString(error.what()).contains("is not a valid HOST:PORT"), error.what());
  }
}

CLEAVE_TEST(TestNetHostPort)
#include "test_net_host_port.moc"
