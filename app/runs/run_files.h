// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

// A run is a handful of files: in a folder while it goes on, zipped into one bundle when it is over.

inline constexpr const char* kHeaderFile = "run.json";         ///< what the run was when it began; in a folder
inline constexpr const char* kManifestFile = "manifest.json";  ///< the same with counts; in a bundle
inline constexpr const char* kScenarioFile = "scenario.txt";   ///< where the run had one
inline constexpr const char* kRequestsFile = "requests.csv";
inline constexpr const char* kLayersFile = "layers.csv";
inline constexpr const char* kChangesFile = "changes.csv";
inline constexpr const char* kDecisionsFile = "decisions.csv";  ///< older runs have none

}  // namespace cleave
