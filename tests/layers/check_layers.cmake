# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Usage: cmake -DROOT=<source folder> -P check_layers.cmake
# Reads the #include lines of the tree and fails on every one that points against the layers. What a target may link
# is CMake's business (core links no Qt, qscope_models no Widgets); this is what a linker cannot see.

cmake_minimum_required(VERSION 3.21)

# Folders of core a folder of core may include besides itself. A folder without a row is an error, so that adding
# one means deciding what it may know.
set(core_base)
set(core_tensor base)
set(core_graph base tensor)
set(core_onnx base tensor graph)
set(core_kernels base tensor)
set(core_ops base tensor graph kernels)
set(core_stats base tensor)
set(core_quant base tensor graph stats)
set(core_rewrite base tensor graph onnx data analysis report)
set(core_run base tensor graph ops kernels stats quant)
set(core_data base tensor onnx)
set(core_analysis base tensor graph onnx ops run stats quant data)
set(core_search base graph quant data analysis)
set(core_io base tensor graph onnx stats quant data analysis search)
set(core_report base io)
set(core_folders base tensor graph onnx kernels ops stats quant rewrite run data analysis search io report)
# Single headers across that order, each with its reason.
set(exceptions
  core/quant->core/io/strict_json.h   # a config is JSON, and every JSON is read with the same strictness
  core/quant->core/io/atomic_file.h)  # and saved whole or not at all, as every file

# A library header -> the one folder that may include it.
set(library_dnnl "core/kernels")
set(library_onnx "core/onnx")
set(library_protobuf "core/onnx")
set(library_qcustomplot "views/plots")
set(library_glpk "core/search")
set(pattern_dnnl "^(oneapi/dnnl|dnnl)")
set(pattern_onnx "^onnx/")
set(pattern_protobuf "^google/protobuf/")
set(pattern_qcustomplot "^qcustomplot")
set(pattern_glpk "^glpk")

# What Qt's Gui and Widgets bring, as far as somebody writing a command line would reach for it.
set(gui_header "^Q(t6?(Gui|Widgets|Svg|PrintSupport)|Widget|Gui|Application|Painter|Image|Pixmap|Icon|Color|Font|Dialog|MainWindow|Action|Menu|Label|Svg)")

function(problem text)
  set_property(GLOBAL APPEND PROPERTY problems "${file}: ${text}")
endfunction()

# check_core(folder): folder is a folder of core, `include` a quoted include.
function(check_core folder)
  if(NOT folder IN_LIST core_folders)
    problem("core/${folder} has no row in check_layers.cmake")
  elseif(NOT include MATCHES "^core/([a-z_]+)/")
    problem("core includes nothing outside core, but here '${include}'")
  elseif(NOT CMAKE_MATCH_1 STREQUAL "${folder}" AND NOT CMAKE_MATCH_1 IN_LIST core_${folder})
    if(NOT "core/${folder}->${include}" IN_LIST exceptions)
      problem("core/${folder} may not know core/${CMAKE_MATCH_1}, but includes '${include}'")
    endif()
  endif()
endfunction()

# allow(pattern who): the quoted include has to match.
function(allow pattern who)
  if(NOT include MATCHES "${pattern}")
    problem("${who}, but here '${include}'")
  endif()
endfunction()

function(check_own)
  if(file MATCHES "^core/([a-z_]+)/")
    check_core("${CMAKE_MATCH_1}")
  elseif(file MATCHES "^views/models/")
    allow("^(core|views/models)/" "item models know core and each other")
  elseif(file MATCHES "^views/plots/")
    allow("^(core|views/(models|plots))/" "plots know core, models and each other")
  elseif(file MATCHES "^views/")
    allow("^(core|views)/" "views know core and each other, never the program around them")
  elseif(file MATCHES "^plugins/api/")
    allow("^(core|plugins/api)/" "the plugin interfaces know core only")
  elseif(file MATCHES "^plugins/registry/")
    allow("^(core|plugins/(api|registry))/" "the registry knows core and the interfaces")
  elseif(file MATCHES "^plugins/([a-z_]+)/")
    allow("^(core|plugins/(api|${CMAKE_MATCH_1}))/" "a plugin knows core, the interfaces and itself")
  elseif(file MATCHES "^app/cli/")
    # patient_threads.h is what both programs do before anything else; it includes nothing of ours.
    allow("^(core/|plugins/|app/cli/|app/patient_threads\\.h$)" "the command line knows core and plugins, nothing of the window")
  elseif(include MATCHES "^app/cli/")
    problem("the window knows nothing of the command line, but includes '${include}'")
  endif()
endfunction()

function(check_library)
  foreach(library dnnl onnx protobuf qcustomplot glpk)
    if(include MATCHES "${pattern_${library}}" AND NOT file MATCHES "^${library_${library}}/")
      problem("<${include}> belongs to ${library_${library}} alone")
    endif()
  endforeach()
  if(include MATCHES "^Q[A-Zt]")
    if(file MATCHES "^core/")
      problem("core knows no Qt, but includes <${include}>")
    elseif(file MATCHES "^(app/cli|plugins/(api|registry))/" AND include MATCHES "${gui_header}")
      problem("Qt Core only here, but <${include}>")
    endif()
  endif()
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/core/*.h" "${ROOT}/core/*.cpp" "${ROOT}/views/*.h"
  "${ROOT}/views/*.cpp" "${ROOT}/plugins/*.h" "${ROOT}/plugins/*.cpp" "${ROOT}/app/*.h" "${ROOT}/app/*.cpp")
set(count 0)
foreach(file IN LISTS files)
  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  foreach(line IN LISTS lines)
    math(EXPR count "${count} + 1")
    if(line MATCHES "\"([^\"]+)\"")
      set(include "${CMAKE_MATCH_1}")
      if(include MATCHES "/")
        check_own()
      elseif(NOT include MATCHES "\\.moc$")
        problem("include from the root of the tree, not '${include}'")
      endif()
    elseif(line MATCHES "<([^>]+)>")
      set(include "${CMAKE_MATCH_1}")
      check_library()
    endif()
  endforeach()
endforeach()

if(count EQUAL 0)
  message(FATAL_ERROR "no #include line was read in '${ROOT}'")
endif()
get_property(problems GLOBAL PROPERTY problems)
if(problems)
  list(LENGTH problems number)
  list(JOIN problems "\n" text)
  message("${text}")
  message(FATAL_ERROR "${number} of ${count} includes point against the layers")
endif()
message(STATUS "${count} includes follow the layers")
