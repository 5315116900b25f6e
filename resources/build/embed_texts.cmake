# SPDX-License-Identifier: GPL-3.0-or-later
# Turns text files of resources/ into a source file, so that programs need no data folder.
# cleave_embed_texts(OUTPUT FILES HEADER TYPE FUNCTION): defines `const std::vector<TYPE>& FUNCTION()` of namespace
# cleave::detail, as HEADER declares it; TYPE is a pair of string views, a file's name without its ending and its text.
function(cleave_embed_texts output files header type function)
  file(GLOB texts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/resources/${files}")
  set(entries "")
  foreach(file IN LISTS texts)
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    string(APPEND entries "    {\"${name}\", R\"text(${text})text\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
"// Generated from resources/@files@ by embed_texts.cmake.
#include \"@header@\"

namespace cleave::detail {

const std::vector<@type@>& @function@() {
  static const std::vector<@type@> texts{
@entries@  };
  return texts;
}

}  // namespace cleave::detail
")
endfunction()
