// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/any_policy.h"

#include "core/types/error.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/learned_policy.h"
#include "rl/policies/make_policy.h"

namespace cleave::learn {
namespace {

constexpr const char* kAny = "policy";

}  // namespace

std::vector<std::string> anyPolicyForms() {
  auto forms = policyForms();
  for (const auto& name : algorithmNames()) forms.push_back(name + ":FILE");
  forms.push_back(std::string(kAny) + ":FILE");
  forms.emplace_back("trained:SCENARIO");
  return forms;
}

bool namesPolicyFile(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon + 1 == text.size()) return false;
  const std::string word = text.substr(0, colon);
  return word == kAny || isAlgorithm(word);
}

std::shared_ptr<const PolicyFile> policyFileOf(const std::string& text) {
  if (!namesPolicyFile(text)) return nullptr;
  const auto colon = text.find(':');
  const std::string word = text.substr(0, colon);
  const std::string path = text.substr(colon + 1);
  auto file = std::make_shared<const PolicyFile>(readPolicyFile(path));
  if (word != kAny && currentAlgorithm(word) != file->provenance.algorithm) {
    throw UsageError(path + " was trained by " + file->provenance.algorithm + ", not by " + word + ": write " +
                     file->provenance.algorithm + ":" + path + ".");
  }
  return file;
}

std::unique_ptr<Policy> makeAnyPolicy(const std::string& text, const PolicyContext& context) {
  if (auto file = policyFileOf(text)) {
    return std::make_unique<LearnedPolicy>(std::move(file), context.table, context.model);
  }
  auto policy = makeRuledPolicy(text, context);
  if (!policy) refusePolicy(text, anyPolicyForms());
  return policy;
}

}  // namespace cleave::learn
