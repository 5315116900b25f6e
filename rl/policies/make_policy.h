// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rl/policies/policy.h"

namespace cleave {

/// Texts that makePolicy takes, for help and menus; "fixed:E/P/B" stands for any decision.
std::vector<std::string> policyForms();

/// @param text one of policyForms()
/// @throws UsageError for any other text, or a decision that the model does not have
std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context);
/// The same, but nullptr for a text that is not one of policyForms(): it may be of another kind
/// (rl/learn/any_policy.h).
std::unique_ptr<Policy> makeRuledPolicy(const std::string& text, const PolicyContext& context);

/// @throws UsageError that `text` is not a policy, listing `forms`
[[noreturn]] void refusePolicy(const std::string& text, const std::vector<std::string>& forms);

}  // namespace cleave
