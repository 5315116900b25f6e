// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rl/learn/policy_file.h"
#include "rl/policies/policy.h"

namespace cleave::learn {

/// policyForms() and what stands for trained policies: "sac-d:FILE", ..., "policy:FILE" for any algorithm, and
/// "trained:SCENARIO" for those that ship, which programs replace by a file (app/common/trained_policies.h).
std::vector<std::string> anyPolicyForms();

/// Whether the text names a trained policy's file. That says nothing of the file.
bool namesPolicyFile(const std::string& text);

/// The file that the text names; nullptr when it names none.
/// @throws UsageError when the file is of another algorithm than the word before it; Error when it cannot be read
std::shared_ptr<const PolicyFile> policyFileOf(const std::string& text);

/// Every policy there is, for simulated and real runs alike: the rule-based ones, and those from files.
/// @param text one of anyPolicyForms()
/// @throws UsageError for any other text, a decision that the model does not have, a file of another algorithm than the
///         word before it, or a policy for another model; Error when the file cannot be read
std::unique_ptr<Policy> makeAnyPolicy(const std::string& text, const PolicyContext& context);

}  // namespace cleave::learn
