# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Usage: cmake -DBUILD=<build tree> -DEXAMPLE=<plugins/example> -DSAMPLES=<resources/samples> -DWORK=<folder> -P ...
# Installs into a prefix of its own, builds the example there without the sources, and runs the installed program with it.
cmake_minimum_required(VERSION 3.21)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${out}\n${err}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(expect text what)
  if(NOT out MATCHES "${text}")
    message(FATAL_ERROR "${what} does not say '${text}':\n${out}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
# A copy elsewhere, so that nothing beside it can help.
file(COPY ${EXAMPLE}/ DESTINATION ${WORK}/example)
run(${CMAKE_COMMAND} -S ${WORK}/example -B ${WORK}/build -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${WORK}/build --parallel 2)

set(cli ${WORK}/prefix/bin/quantoscope-cli)
set(data ${SAMPLES}/vit_fashion.onnx --data ${SAMPLES}/fashion_evaluation.npz --samples 8 --plugins ${WORK}/build)
run(${cli} method list --plugins ${WORK}/build)
expect("uneven-float +1.0 +user" "method list")
run(${cli} method run uneven-float ${data} --set ratio=4 --output-config ${WORK}/config.json)
expect("floating point" "method run")
run(${cli} evaluate ${data} --config ${WORK}/config.json --metric margin)
expect("in floating point" "evaluate")
expect("margin +-?[0-9.]+ .* logits" "evaluate --metric")

# In the installed folder it is found without being asked for.
file(GLOB plugins ${WORK}/build/*.so)
file(GLOB folder LIST_DIRECTORIES true ${WORK}/prefix/lib ${WORK}/prefix/lib/*-linux-*)
foreach(lib IN LISTS folder)
  if(EXISTS ${lib}/libqscope_core.so)
    file(COPY ${plugins} DESTINATION ${lib}/quantoscope/plugins)
  endif()
endforeach()
run(${cli} method list)
expect("uneven-float +1.0 +installed" "method list")
file(REMOVE_RECURSE ${WORK})
