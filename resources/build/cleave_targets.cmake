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
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False alarms inside std::string's inline code (GCC bug 105651 and its relatives), which GCC does not take for a
    # system header's once it comes out of a precompiled one. The sanitizers watch what these would.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
      -Wno-array-bounds)
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

# Precompiled headers, one for each kind of source, made once and shared by every target of that kind: parsing them again
# in each file was half of the build. They hold other people's headers only, so what a folder may include of ours stays
# what it links and what tests/house allows. -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without them.
#   std    the standard library
#   asio   Boost.Asio
#   qtcore QtCore and nlohmann-json
#   gui    QtGui
#   qt     QtWidgets
#   cli    nlohmann-json
#   torch  libtorch
#   test, test_qt, test_torch   Qt Test; with widgets; with libtorch
# Short lists: what few files use costs every file that loads it.
set(_cleave_std_headers <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional>
  <span> <string> <string_view> <utility> <vector>)
set(_cleave_core_headers ${_cleave_std_headers} <QDateTime> <QDir> <QFile> <QFileInfo> <QList> <QObject> <QString>)
set(_cleave_gui_headers ${_cleave_core_headers} <QColor> <QFont> <QFontMetricsF> <QImage> <QPainter> <QPointF> <QRectF>)
set(_cleave_widget_headers ${_cleave_gui_headers} <QAction> <QApplication> <QBoxLayout> <QComboBox> <QLabel> <QLineEdit>
  <QMenu> <QMouseEvent> <QPointer> <QPushButton> <QTimer> <QToolButton> <QWidget>)

# Qt Test without the build folder that it defines for each target, which would make every folder's precompiled header
# another one.
function(_cleave_qt_test)
  if(TARGET cleave_qt_test)
    return()
  endif()
  find_package(Qt6 REQUIRED COMPONENTS Core Test)
  add_library(cleave_qt_test INTERFACE)
  target_include_directories(cleave_qt_test SYSTEM INTERFACE
    $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(cleave_qt_test INTERFACE QT_TESTLIB_LIB)
  target_link_libraries(cleave_qt_test INTERFACE Qt6::Core $<LINK_ONLY:Qt6::Test>)
  if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
    target_compile_options(cleave_qt_test INTERFACE -Wno-conversion)  # QTRY_ macros narrow long to int in our files
  endif()
endfunction()

# What every compiler call of a kind gets, on top of _cleave_common.
function(_cleave_kind_options target kind)
  if(kind MATCHES "^test")
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()

function(_cleave_precompiled target kind)
  set(from cleave_pch_${kind})
  if(NOT TARGET ${from})
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/pch/${kind}.cpp" CONTENT "// The precompiled header's target needs a source.\n")
    add_library(${from} OBJECT "${CMAKE_BINARY_DIR}/pch/${kind}.cpp")
    _cleave_common(${from})
    _cleave_kind_options(${from} ${kind})
    if(kind STREQUAL "std")
      target_precompile_headers(${from} PRIVATE ${_cleave_std_headers})
    elseif(kind STREQUAL "asio")
      find_package(Boost 1.81 REQUIRED)
      target_link_libraries(${from} PRIVATE Boost::headers)
      target_precompile_headers(${from} PRIVATE ${_cleave_std_headers}
        <boost/asio/io_context.hpp> <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>)
    elseif(kind STREQUAL "qt")
      find_package(Qt6 REQUIRED COMPONENTS Widgets)
      target_link_libraries(${from} PRIVATE Qt6::Widgets)
      target_precompile_headers(${from} PRIVATE ${_cleave_widget_headers})
    elseif(kind STREQUAL "qtcore")
      find_package(nlohmann_json 3.9 REQUIRED)
      find_package(Qt6 REQUIRED COMPONENTS Core)
      target_link_libraries(${from} PRIVATE Qt6::Core nlohmann_json::nlohmann_json)
      target_precompile_headers(${from} PRIVATE ${_cleave_core_headers} <nlohmann/json.hpp>)
    elseif(kind STREQUAL "gui")
      find_package(Qt6 REQUIRED COMPONENTS Gui)
      target_link_libraries(${from} PRIVATE Qt6::Gui)
      target_precompile_headers(${from} PRIVATE ${_cleave_gui_headers})
    elseif(kind STREQUAL "cli")
      find_package(nlohmann_json 3.9 REQUIRED)
      target_link_libraries(${from} PRIVATE nlohmann_json::nlohmann_json)
      if(CLEAVE_GUI)
        find_package(Qt6 REQUIRED COMPONENTS Core)
        target_link_libraries(${from} PRIVATE Qt6::Core)  # for Qt's code generation flags, as cleave-cli has them
      endif()
      target_precompile_headers(${from} PRIVATE ${_cleave_std_headers} <nlohmann/json.hpp>)
    elseif(kind STREQUAL "torch")
      find_package(Torch REQUIRED)
      target_link_libraries(${from} PRIVATE ${TORCH_LIBRARIES})
      target_precompile_headers(${from} PRIVATE ${_cleave_std_headers} "${PROJECT_SOURCE_DIR}/core/network/torch.h")
    elseif(kind STREQUAL "test_torch")
      find_package(Torch REQUIRED)
      _cleave_qt_test()
      target_link_libraries(${from} PRIVATE ${TORCH_LIBRARIES} cleave_qt_test)
      target_precompile_headers(${from} PRIVATE
        ${_cleave_std_headers} "${PROJECT_SOURCE_DIR}/core/network/torch.h" <QtTest>)
    elseif(kind STREQUAL "test")
      _cleave_qt_test()
      target_link_libraries(${from} PRIVATE cleave_qt_test)
      target_precompile_headers(${from} PRIVATE ${_cleave_std_headers} <QtTest>)
    elseif(kind STREQUAL "test_qt")
      _cleave_qt_test()
      find_package(Qt6 REQUIRED COMPONENTS Widgets)
      target_link_libraries(${from} PRIVATE cleave_qt_test Qt6::Widgets)
      target_precompile_headers(${from} PRIVATE ${_cleave_widget_headers} <QtTest>)
    else()
      message(FATAL_ERROR "${target}: '${kind}' is not a kind of precompiled header")
    endif()
  endif()
  _cleave_kind_options(${target} ${kind})
  target_precompile_headers(${target} REUSE_FROM ${from})
endfunction()

# Later versions of GCC refuse a precompiled header that was compiled at another level, and would read all headers again.
set(_cleave_cold_options "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  set(_cleave_cold_options $<$<CONFIG:Release>:-O1>)
endif()

function(_cleave_fill target)
  cmake_parse_arguments(A "TORCH" "PCH" "SOURCES;COLD;LINK;PRIVATE_LINK" ${ARGN})
  target_sources(${target} PRIVATE ${A_SOURCES} ${A_COLD})
  set_source_files_properties(${A_COLD} PROPERTIES COMPILE_OPTIONS "${_cleave_cold_options}")
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
  if(A_TORCH AND NOT A_PCH)
    set(A_PCH torch)
  elseif(NOT A_PCH)
    set(A_PCH std)
  endif()
  if(NOT A_PCH STREQUAL "none")
    _cleave_precompiled(${target} ${A_PCH})
  endif()
endfunction()

# cleave_library(NAME [TORCH] [PCH kind|none] SOURCES... [COLD...] [LINK...] [PRIVATE_LINK...]). COLD are sources whose code
# runs once a command, a file or a click: they are optimised less, since most of their build time went into inlining JSON.
function(cleave_library name)
  add_library(${name} STATIC)
  _cleave_fill(${name} ${ARGN})
endfunction()

# cleave_program(NAME [TORCH] [PCH kind|none] SOURCES... [COLD...] LINK...)
function(cleave_program name)
  add_executable(${name})
  _cleave_fill(${name} ${ARGN})
  install(TARGETS ${name} RUNTIME)
endfunction()

# cleave_tests(NAME [TORCH] [PCH kind] CLASSES files... [HELPERS files...] LINK... [SLOW files...] [LONG files...]): one
# program of Qt Test classes, each in a file NAME_SUBJECT.cpp that ends in CLEAVE_TEST(Class), and each an entry of ctest
# by its file's name. SLOW and LONG name those of the files that train, start real programs or take minutes.
function(cleave_tests name)
  cmake_parse_arguments(A "TORCH" "PCH" "CLASSES;HELPERS;LINK;SLOW;LONG" ${ARGN})
  add_executable(${name})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if(NOT A_PCH)
    set(A_PCH test)
  endif()
  set(torch "")
  if(A_TORCH)
    set(torch TORCH)
  endif()
  list(TRANSFORM A_CLASSES APPEND .cpp OUTPUT_VARIABLE sources)
  _cleave_fill(${name} ${torch} PCH ${A_PCH} SOURCES ${sources} ${A_HELPERS} LINK cleave_test_main ${A_LINK})
  target_link_libraries(${name} PRIVATE cleave_qt_test)
  target_compile_definitions(${name} PRIVATE
    CLEAVE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CLEAVE_PROGRAM_DIR="${CMAKE_BINARY_DIR}/bin")
  foreach(file IN LISTS A_CLASSES)
    file(STRINGS ${file}.cpp class REGEX "^CLEAVE_(GUI_)?TEST\\(")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file}.cpp)
    string(REGEX REPLACE "^CLEAVE_(GUI_)?TEST\\((cleave::)?([A-Za-z0-9_:]+)\\).*" "\\3" class "${class}")
    if(NOT class MATCHES "^[A-Za-z0-9_:]+$")
      message(FATAL_ERROR "${file}.cpp does not end in one CLEAVE_TEST(Class)")
    endif()
    add_test(NAME ${file} COMMAND ${name} ${class})
    set(labels "")
    if(file IN_LIST A_LONG)
      set(labels long)
    elseif(file IN_LIST A_SLOW)
      set(labels slow)
    endif()
    set_tests_properties(${file} PROPERTIES TIMEOUT 300 LABELS "${labels}" ENVIRONMENT
      "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=1;ASAN_OPTIONS=detect_leaks=0;TSAN_OPTIONS=suppressions=${_cleave_build_dir}/tsan.supp")
  endforeach()
endfunction()
