# SPDX-License-Identifier: GPL-3.0-or-later
# Turns the architecture descriptions of resources/networks into a source file, so that programs need no data folder.
function(cleave_embed_networks output)
  file(GLOB descriptions CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/resources/networks/*.json")
  set(entries "")
  foreach(description IN LISTS descriptions)
    get_filename_component(name "${description}" NAME_WE)
    file(READ "${description}" text)
    string(APPEND entries "    {\"${name}\", R\"json(${text})json\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${description}")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
"// Generated from resources/networks by embed_networks.cmake.
#include \"core/model/architectures.h\"

namespace cleave::detail {

const std::vector<EmbeddedNetwork>& embeddedNetworks() {
  static const std::vector<EmbeddedNetwork> networks{
@entries@  };
  return networks;
}

}  // namespace cleave::detail
")
endfunction()
