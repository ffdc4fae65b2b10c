# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Usage: cmake -DPROGRAM=<file> "-DFORBIDDEN=<regular expression>" -P check_links.cmake
# Fails when the program loads, directly or not, a library whose name matches.
execute_process(COMMAND ldd "${PROGRAM}" OUTPUT_VARIABLE libraries RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT libraries MATCHES "libc\\.so")
  message(FATAL_ERROR "ldd could not read '${PROGRAM}'")
endif()
if(libraries MATCHES "${FORBIDDEN}[^ ]*")
  message(FATAL_ERROR "'${PROGRAM}' loads ${CMAKE_MATCH_0}")
endif()
