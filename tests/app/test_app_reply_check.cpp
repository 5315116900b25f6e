// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "app/experiment/reply_check.h"
#include "core/types/error.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestReplyCheck : public QObject {
  Q_OBJECT

  static net::RequestReply good() {
    net::RequestReply reply;
    reply.layerMs = {1, 2};
    reply.queueMs = 0.5;
    reply.prepareMs = 0.25;
    reply.quantizeMs = 0.125;
    reply.busyMs = 4;
    return reply;
  }
  static QByteArray faultOf(const net::RequestReply& reply, std::string_view says) {
    return test::faultIn(test::refusal([&] { requireFits(reply, {5, 2, 4}, 11); }), {"5/2/4", says});
  }

 private Q_SLOTS:
  void whatFitsIsTaken() {
    net::RequestReply reply = good();
    requireFits(reply, {5, 2, 4}, 11);
    reply.gaveUp.emplace();
    requireFits(reply, {5, 2, 4}, 11);
    reply.gaveUp.reset();
    reply.kind = net::PayloadKind::Logits;
    requireFits(reply, {1, 2, 32}, 2);
  }
  void anotherNumberOfLayersIsRefused() {
    net::RequestReply reply = good();
    reply.layerMs.push_back(3);
    QCOMPARE(faultOf(reply, "does not match"), QByteArray());
    reply = good();
    reply.kind = net::PayloadKind::Logits;
    QCOMPARE(faultOf(reply, "does not match"), QByteArray());
  }
  void timesThatCannotBeAreRefused() {
    for (const double ms :
         {1e305, -1.0, 1.1e9, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      for (double net::RequestReply::*time : {&net::RequestReply::queueMs, &net::RequestReply::prepareMs,
                                              &net::RequestReply::quantizeMs, &net::RequestReply::busyMs}) {
        net::RequestReply reply = good();
        reply.*time = ms;
        QCOMPARE(faultOf(reply, "a time that cannot be"), QByteArray());
      }
      for (double net::GivenUp::*time :
           {&net::GivenUp::queueMs, &net::GivenUp::prepareMs, &net::GivenUp::quantizeMs, &net::GivenUp::transferMs}) {
        net::RequestReply reply = good();
        reply.gaveUp.emplace().*time = ms;
        QCOMPARE(faultOf(reply, "a time that cannot be"), QByteArray());
      }
    }
    net::RequestReply reply = good();
    reply.layerMs[1] = std::numeric_limits<float>::infinity();
    QCOMPARE(faultOf(reply, "a time that cannot be"), QByteArray());
    reply = good();
    reply.gaveUp.emplace().layerMs = {-1.0F};
    QCOMPARE(faultOf(reply, "a time that cannot be"), QByteArray());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestReplyCheck)
#include "test_app_reply_check.moc"
