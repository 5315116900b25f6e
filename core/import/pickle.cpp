// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/pickle.h"

#include <algorithm>
#include <cstdio>
#include <unordered_map>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr const char* kOrderedDict = "collections OrderedDict";
constexpr std::size_t kMaxNesting = 64;  // destruction recurses

class Machine {
 public:
  Machine(std::span<const std::byte> bytes, std::span<const std::string> allowed, const std::string& where)
      : bytes_(bytes), allowed_(allowed), where_(where) {}

  PickleRef run() {
    for (;;) {
      const int op = byte();
      if (op == '.') break;
      step(op);
    }
    if (stack_.size() != 1 || at_ != bytes_.size()) fail("is damaged");
    return pop();
  }

 private:
  struct Node : PickleValue {
    std::size_t depth = 1;
    std::size_t onStack = 0;  ///< how often the stack holds it: recall() must not search
  };
  struct Item {
    std::shared_ptr<Node> node;
    bool recalled = false;  ///< from the memo
  };

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(where_ + " " + what + ": save it again with torch.save(model.state_dict(), FILE).");
  }

  std::span<const std::byte> take(std::size_t count) {
    if (count > bytes_.size() - at_) fail("is truncated");
    at_ += count;
    return bytes_.subspan(at_ - count, count);
  }
  int byte() { return std::to_integer<int>(take(1)[0]); }
  std::uint64_t littleEndian(std::size_t count) {
    std::uint64_t value = 0;
    std::size_t shift = 0;
    for (const std::byte one : take(count)) value |= std::to_integer<std::uint64_t>(one) << 8 * shift++;
    return value;
  }
  std::string text(std::size_t count) {
    const auto part = take(count);
    return {reinterpret_cast<const char*>(part.data()), part.size()};
  }
  std::string line() {
    std::string result;
    for (int c = byte(); c != '\n'; c = byte()) result += static_cast<char>(c);
    return result;
  }

  void push(PickleValue value, std::size_t depth = 1) {
    if (depth > kMaxNesting) fail("nests too deeply to be a state dict");
    place({std::make_shared<Node>(Node{std::move(value), depth})});
  }
  void place(Item item) {
    ++item.node->onStack;
    stack_.push_back(std::move(item));
  }
  Item& top() {
    if (stack_.empty()) fail("is damaged");
    return stack_.back();
  }
  PickleRef pop(std::size_t* depth = nullptr) {
    if (top().node->as<PickleMark>() != nullptr) fail("is damaged");
    const Item item = std::move(stack_.back());
    stack_.pop_back();
    --item.node->onStack;
    if (depth != nullptr) *depth = std::max(*depth, item.node->depth);
    return item.node;
  }
  // The values above the last mark, which goes too.
  std::vector<PickleRef> popToMark(std::size_t* depth) {
    std::vector<PickleRef> items;
    while (top().node->as<PickleMark>() == nullptr) items.push_back(pop(depth));
    stack_.pop_back();
    std::ranges::reverse(items);
    return items;
  }

  void tuple(std::size_t count) {
    PickleTuple result;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < count; ++i) result.items.push_back(pop(&depth));
    std::ranges::reverse(result.items);
    push({std::move(result)}, depth + 1);
  }
  void tupleToMark() {
    std::size_t depth = 0;
    PickleTuple result{popToMark(&depth)};
    push({std::move(result)}, depth + 1);
  }

  // A dict is filled where it was made and nowhere else, so it cannot come to hold itself.
  void setItems(const std::vector<PickleRef>& items, std::size_t depth) {
    const Item& target = top();
    auto* const dict = std::get_if<PickleDict>(&target.node->value);
    if (dict == nullptr || target.recalled || items.size() % 2 != 0) fail("is damaged");
    for (std::size_t i = 0; i < items.size(); i += 2) {
      if (items[i]->as<std::string>() == nullptr) fail("has a key that is not a string, so it is not a state dict");
      dict->items.emplace_back(items[i], items[i + 1]);
    }
    target.node->depth = std::max(target.node->depth, depth + 1);
    if (target.node->depth > kMaxNesting) fail("nests too deeply to be a state dict");
  }

  void global() {
    const std::string module = line();
    const std::string name = module + " " + line();
    if (std::ranges::find(allowed_, name) == allowed_.end()) {
      std::string shown = name.substr(0, 80);
      std::ranges::replace_if(
          shown, [](char c) { return c < ' ' || c > '~'; }, '?');
      fail("refers to '" + shown + "', which a state dict does not need and Cleave does not execute");
    }
    push({PickleGlobal{name}});
  }

  void reduce() {
    std::size_t depth = 0;
    const PickleRef arguments = pop(&depth);
    const PickleRef function = pop();
    const auto* const called = function->as<PickleGlobal>();
    const auto* const list = arguments->as<PickleTuple>();
    if (called == nullptr || list == nullptr) fail("is damaged");
    if (called->name != kOrderedDict) {
      push({PickleCall{called->name, arguments}}, depth + 1);
    } else if (list->items.empty()) {
      push({PickleDict{}});
    } else {
      fail("fills a dict in an unsupported way");
    }
  }

  void memoize(std::uint64_t index) { memo_[index] = top().node; }
  void recall(std::uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end() || found->second->as<PickleMark>() != nullptr) fail("is damaged");
    const bool dict = found->second->as<PickleDict>() != nullptr;
    if (dict && found->second->onStack > 0) {
      fail("contains a dict within itself, so it is not a state dict");
    }
    place({found->second, true});
  }

  void step(int op) {
    std::size_t depth = 0;
    switch (op) {
      case 0x80:
        if (byte() > 5) fail("uses a newer pickle protocol than Cleave supports");
        return;
      case '}':
        return push({PickleDict{}});
      case ')':
        return push({PickleTuple{}});
      case '(':
        return push({PickleMark{}});
      case 'N':
        return push({PickleNone{}});
      case 0x88:
      case 0x89:
        return push({op == 0x88});
      case 'J':
        return push({std::int64_t{static_cast<std::int32_t>(littleEndian(4))}});
      case 'K':
        return push({static_cast<std::int64_t>(littleEndian(1))});
      case 'M':
        return push({static_cast<std::int64_t>(littleEndian(2))});
      case 0x8a:
        return longInteger();
      case 'X':
        return push({text(littleEndian(4))});
      case 0x8c:
        return push({text(littleEndian(1))});
      case 'c':
        return global();
      case 'Q': {
        PicklePersistent persistent{pop(&depth)};
        return push({std::move(persistent)}, depth + 1);
      }
      case 'R':
        return reduce();
      case 't':
        return tupleToMark();
      case 0x85:
      case 0x86:
      case 0x87:
        return tuple(static_cast<std::size_t>(op - 0x84));
      case 'q':
        return memoize(littleEndian(1));
      case 'r':
        return memoize(littleEndian(4));
      case 0x94:
        return memoize(memo_.size());
      case 'h':
        return recall(littleEndian(1));
      case 'j':
        return recall(littleEndian(4));
      case 's': {
        const PickleRef value = pop(&depth);
        const PickleRef key = pop();
        return setItems({key, value}, depth);
      }
      case 'u': {
        const auto items = popToMark(&depth);
        return setItems(items, depth);
      }
      case 'b':  // attributes of a dict: torch's _metadata
        pop();
        if (top().node->as<PickleDict>() == nullptr) fail("sets attributes of something that is not a dict");
        return;
      default: {
        char code[8];
        std::snprintf(code, sizeof code, "0x%02x", static_cast<unsigned>(op));
        fail(std::string("uses the pickle opcode ") + code + ", which does not occur in state dicts");
      }
    }
  }

  void longInteger() {
    const auto length = littleEndian(1);
    if (length > 8) fail("contains an integer of more than 64 bits");
    std::uint64_t value = littleEndian(length);
    if (length > 0 && length < 8 && (value >> (8 * length - 1) & 1) != 0) value |= ~std::uint64_t{0} << 8 * length;
    push({static_cast<std::int64_t>(value)});
  }

  std::span<const std::byte> bytes_;
  std::span<const std::string> allowed_;
  std::string where_;
  std::size_t at_ = 0;
  std::vector<Item> stack_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Node>> memo_;
};

}  // namespace

PickleRef parsePickle(std::span<const std::byte> bytes, std::span<const std::string> allowed,
                      const std::string& where) {
  return Machine(bytes, allowed, where).run();
}

}  // namespace cleave
