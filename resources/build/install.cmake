# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts beside the programs, which cleave_program() installs into bin/. Networks, scenarios, icons
# and styles that the programs use are compiled in; models and policies are files, which they find in share/cleave beside
# their own bin/ (app/common/find_model.cpp), wherever the prefix lies or is moved to.
include(GNUInstallDirs)

install(DIRECTORY models DESTINATION "${CMAKE_INSTALL_DATADIR}/cleave"
  FILES_MATCHING PATTERN "*.cleavemodel" PATTERN "*.cleavepolicy" PATTERN "*.md")

# To copy and change: the programs know these by name.
install(DIRECTORY resources/scenarios DESTINATION "${CMAKE_INSTALL_DATADIR}/cleave"
  FILES_MATCHING PATTERN "*.scenario")

install(FILES README.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES CHANGELOG.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}" OPTIONAL)

if(CLEAVE_GUI)
  install(FILES resources/desktop/cleave.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES resources/icons/cleave.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
