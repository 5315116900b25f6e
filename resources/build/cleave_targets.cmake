# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of Cleave is made, so that the folders' rules (ARCHITECTURE.md) hold by construction: a target sees
# the repository's root, its own links, and, unless it says TORCH, stubs that turn any torch include into an error.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
find_package(Threads REQUIRED)

set(_cleave_build_dir "${CMAKE_CURRENT_LIST_DIR}")

function(_cleave_common target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)  # false alarms on std::string, GCC bug 105651
  endif()
  if(CLEAVE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CLEAVE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${CLEAVE_SANITIZE} -fno-omit-frame-pointer -g1)
    target_link_options(${target} PRIVATE -fsanitize=${CLEAVE_SANITIZE})
    if(CLEAVE_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -Wno-tsan)  # Asio's fences, which GCC's ThreadSanitizer cannot follow
    endif()
  endif()
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS CLEAVE_VERSION="${PROJECT_VERSION}")
endfunction()

function(_cleave_fill target)
  cmake_parse_arguments(A "TORCH" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  target_sources(${target} PRIVATE ${A_SOURCES})
  _cleave_common(${target})
  if(NOT A_TORCH)
    target_include_directories(${target} BEFORE PRIVATE "${_cleave_build_dir}/forbid_torch")
  endif()
  get_target_property(_type ${target} TYPE)
  if(_type STREQUAL "EXECUTABLE")
    target_link_libraries(${target} PRIVATE ${A_LINK} ${A_PRIVATE_LINK} Threads::Threads)
  else()
    target_link_libraries(${target} PUBLIC ${A_LINK} PRIVATE ${A_PRIVATE_LINK} Threads::Threads)
  endif()
endfunction()

# cleave_library(NAME [TORCH] SOURCES... [LINK...] [PRIVATE_LINK...])
function(cleave_library name)
  add_library(${name} STATIC)
  _cleave_fill(${name} ${ARGN})
endfunction()

# cleave_program(NAME [TORCH] SOURCES... LINK...)
function(cleave_program name)
  add_executable(${name})
  _cleave_fill(${name} ${ARGN})
  install(TARGETS ${name} RUNTIME)
endfunction()

# cleave_test(NAME [TORCH] SOURCES... LINK...): one Qt Test program, run by ctest without a display.
function(cleave_test name)
  cmake_parse_arguments(A "TORCH" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  _cleave_fill(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE Qt6::Test)
  if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
    target_compile_options(${name} PRIVATE -Wno-conversion)  # Qt 6.8's QTRY_ macros narrow long to int in our files
  endif()
  target_compile_definitions(${name} PRIVATE
    CLEAVE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CLEAVE_PROGRAM_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=1;ASAN_OPTIONS=detect_leaks=0;TSAN_OPTIONS=suppressions=${_cleave_build_dir}/tsan.supp")
endfunction()
