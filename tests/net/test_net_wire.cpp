// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "net/messages/control.h"
#include "net/messages/deploy.h"
#include "net/messages/images.h"
#include "net/wire/checksum.h"
#include "net/wire/limits.h"
#include "net/wire/output_queue.h"
#include "net/wire/protocol_error.h"
#include "tests/main/test_main.h"
#include "tests/net/bytes.h"

using namespace cleave::net;
using namespace cleave::net::test;

class TestNetWire : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void valuesRoundTrip();
  void valuesAreLittleEndian();
  void readerRefusesToReadPastItsEnd();
  void textIsCutAtACharacterAndCleaned();
  void headerRefusals_data();
  void headerRefusals();
  void parserTakesAnySplit();
  void parserHoldsNoMoreThanWasAnnounced();
  void outputQueueKeepsTheOrder();
  void checksumOfParts();
};

void TestNetWire::valuesRoundTrip() {
  Bytes bytes;
  ByteWriter writer(bytes);
  writer.u8(255);
  writer.u16(65535);
  writer.u32(0xDEADBEEF);
  writer.u64(std::numeric_limits<std::uint64_t>::max());
  writer.i32(-5);
  writer.f32(1.5F);
  writer.f64(-0.1);
  writer.text("ok", 8);
  ByteReader reader(bytes, "test");
  QCOMPARE(reader.u8(), std::uint8_t{255});
  QCOMPARE(reader.u16(), std::uint16_t{65535});
  QCOMPARE(reader.u32(), 0xDEADBEEFU);
  QCOMPARE(reader.u64(), std::numeric_limits<std::uint64_t>::max());
  QCOMPARE(reader.i32(), -5);
  QCOMPARE(reader.f32(), 1.5F);
  QCOMPARE(reader.f64(), -0.1);
  QCOMPARE(reader.text(8), std::string("ok"));
  reader.finish();
}

void TestNetWire::valuesAreLittleEndian() {
  Bytes bytes;
  ByteWriter(bytes).u32(0x01020304);
  QCOMPARE(bytes, (Bytes{std::byte{4}, std::byte{3}, std::byte{2}, std::byte{1}}));
}

void TestNetWire::readerRefusesToReadPastItsEnd() {
  const Bytes bytes = pattern(3);
  QVERIFY_EXCEPTION_THROWN(ByteReader(bytes, "test").u32(), ProtocolError);
  ByteReader left(bytes, "test");
  left.u16();
  QVERIFY_EXCEPTION_THROWN(left.finish(), ProtocolError);
  Bytes text;
  ByteWriter(text).u16(10);
  QVERIFY_EXCEPTION_THROWN(ByteReader(text, "test").text(20), ProtocolError);
  QVERIFY_EXCEPTION_THROWN(ByteReader(text, "test").text(9), ProtocolError);
  Bytes notANumber;
  ByteWriter(notANumber).f64(std::numeric_limits<double>::quiet_NaN());
  QVERIFY_EXCEPTION_THROWN(ByteReader(notANumber, "test").ms64(), ProtocolError);
}

void TestNetWire::textIsCutAtACharacterAndCleaned() {
  Bytes bytes;
  ByteWriter(bytes).text("a\xC3\xA9z", 2);  // the e-acute's two bytes do not fit whole
  QCOMPARE(ByteReader(bytes, "test").text(8), std::string("a"));
  bytes.clear();
  ByteWriter(bytes).text("\x1B[31mred\n", 32);
  QCOMPARE(ByteReader(bytes, "test").text(32), std::string(" [31mred "));
}

void TestNetWire::headerRefusals_data() {
  QTest::addColumn<quint32>("length");
  QTest::addColumn<int>("type");
  QTest::addColumn<int>("reserved");
  QTest::addColumn<QString>("says");
  QTest::newRow("unknown type") << 0U << 200 << 0 << "unknown message type (200)";
  QTest::newRow("type zero") << 0U << 0 << 0 << "unknown message type (0)";
  QTest::newRow("reserved") << 8U << int(MessageType::Ping) << 1 << "reserved";
  QTest::newRow("wrong direction") << 8U << int(MessageType::Pong) << 0 << "Pong message, which is not allowed here";
  QTest::newRow("too long") << 9U << int(MessageType::Ping) << 0 << "above its limit of 8";
  QTest::newRow("huge") << 0xFFFFFFFFU << int(MessageType::PushImage) << 0 << "above its limit of 12582920";
}

void TestNetWire::headerRefusals() {
  QFETCH(quint32, length);
  QFETCH(int, type);
  QFETCH(int, reserved);
  QFETCH(QString, says);
  Bytes bytes;
  ByteWriter writer(bytes);
  writer.u32(length);
  writer.u8(static_cast<std::uint8_t>(type));
  writer.u8(0);
  writer.u8(static_cast<std::uint8_t>(reserved));
  writer.u8(0);
  WireFrameParser parser(TypeSet::toAgent());
  try {
    parser.feed(bytes);
    QFAIL("accepted");
  } catch (const ProtocolError& error) {
    QVERIFY2(QString(error.what()).contains(says), error.what());
  }
  QCOMPARE(parser.capacity(), std::size_t{0});
}

void TestNetWire::parserTakesAnySplit() {
  const Bytes pixels = pattern(30 * 20 * 3);
  const Bytes chunk = pattern(70'000, 2);
  const Bytes all = stream(Ping{7}, PushImage{3, 30, 20, pixels}, ClearImages{}, DeployChunk{5, chunk}, Bye{});
  const auto whole = cut(all, TypeSet::toAgent());
  QCOMPARE(whole.size(), std::size_t{5});
  QCOMPARE(decodeMessage<DeployChunk>(whole[3].payload).bytes.size(), chunk.size());
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    WireFrameParser parser(TypeSet::toAgent());
    std::size_t seen = 0;
    inPieces(all, random, [&](std::span<const std::byte> part) {
      while (!part.empty()) {
        part = part.subspan(parser.feed(part));
        if (!parser.complete()) continue;
        QVERIFY(seen < whole.size());
        QCOMPARE(parser.frame().type, whole[seen].type);
        QVERIFY(std::ranges::equal(parser.frame().payload, whole[seen].payload));
        ++seen;
      }
    });
    QCOMPARE(seen, whole.size());
  }
}

void TestNetWire::parserHoldsNoMoreThanWasAnnounced() {
  WireFrameParser parser(TypeSet::toAgent());
  const auto header = encodeHeader({1000, MessageType::DeployChunk});
  parser.feed(header);
  QVERIFY(parser.capacity() >= 1000 && parser.capacity() < 2000);
  QVERIFY(!parser.complete());
}

void TestNetWire::outputQueueKeepsTheOrder() {
  OutputQueue queue;
  queue.push(bytesOf("one"));
  queue.push({});
  queue.push(bytesOf("two"));
  QCOMPARE(queue.bytes(), std::size_t{6});
  std::array<std::span<const std::byte>, 4> views;
  QCOMPARE(queue.gather(views, 5), std::size_t{2});
  QCOMPARE(views[1].size(), std::size_t{2});
  queue.consume(4);
  QCOMPARE(queue.gather(views, 100), std::size_t{1});
  QCOMPARE(drain(queue), bytesOf("wo"));
  QVERIFY(queue.empty());
}

void TestNetWire::checksumOfParts() {
  const Bytes manifest = bytesOf("{}");
  const Bytes weights = pattern(100'000);
  const ModelChecksum whole = checksumOf(manifest, weights);
  QVERIFY(!whole.empty());
  Checksummer parts;
  parts.add(manifest);
  parts.add(std::span(weights).first(12'345));
  parts.add(std::span(weights).subspan(12'345));
  QVERIFY(parts.value() == whole);
  Bytes changed = weights;
  changed[5] ^= std::byte{1};
  QVERIFY(!(checksumOf(manifest, changed) == whole));
}

CLEAVE_TEST(TestNetWire)
#include "test_net_wire.moc"
