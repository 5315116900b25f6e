// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/control.h"

namespace cleave::net {

SetThreads SetThreads::decode(ByteReader& reader) {
  const SetThreads message{reader.u16()};
  if (message.threads < 1 || message.threads > kMaxThreads) reader.fail("the number of threads is out of range");
  return message;
}

}  // namespace cleave::net
