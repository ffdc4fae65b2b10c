// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// Runs a model in ONNX Runtime, for comparison. Prints one JSON object; errors too: {"error": "..."}, exit code 1.
//   node ort_run.js run MODEL DATA.npz OUT.npz [options]   outputs keyed by name, samples stacked on axis 0
//   node ort_run.js bench MODEL DATA.npz [options]         median_ms of one pass over the data
//   node ort_run.js repeat DATA.npz N OUT.npz              the samples over and over until there are N
// Options: --samples N  --batch B (default 8; a batch the model fixes wins)  --threads T (2)  --passes P (5)
//          --optimize all|extended|basic|disabled (all: on this level quantized models run on integer kernels)
// The package onnxruntime-node is looked for in $QSCOPE_ORT (a folder that holds node_modules).

const path = require('path');
const {createRequire} = require('module');
const {arrayOf, readNpz, writeNpz} = require('./npz.js');

function readArguments(argv) {
  const options = {samples: Infinity, batch: 8, threads: 2, passes: 5, optimize: 'all'};
  const words = [];
  for (let i = 0; i < argv.length; ++i) {
    if (!argv[i].startsWith('--')) words.push(argv[i]);
    else if (argv[i] === '--optimize') options.optimize = argv[++i];
    else if (argv[i].slice(2) in options) options[argv[i].slice(2)] = Number(argv[++i]);
    else throw new Error(`unknown option ${argv[i]}`);
  }
  return {words, options};
}

function loadOrt() {
  const folder = path.resolve(process.env.QSCOPE_ORT || '.');
  return createRequire(path.join(folder, 'package.json'))('onnxruntime-node');
}

function convert(array, type) {
  if (array.type === type) return array;
  const To = arrayOf(type);
  const big = type === 'int64' || type === 'uint64';
  const data = To.from(array.data, big ? (v) => BigInt(v) : (v) => Number(v));
  return {type, shape: array.shape, data};
}

function slice(array, first, count) {
  if (array.shape.length === 0) return array; // shared by all samples
  const row = array.data.length / array.shape[0];
  const data = array.data.subarray(first * row, (first + count) * row);
  return {type: array.type, shape: [count, ...array.shape.slice(1)], data};
}

// The inputs of the model from `arrays`, converted to its types.
function matchInputs(metadata, arrays) {
  const inputs = {};
  const names = Object.keys(arrays);
  for (const {name, type} of metadata) {
    const source = name in arrays || metadata.length > 1 ? name : names[0];
    if (!(source in arrays)) throw new Error(`no data for input '${name}', only for ${names.join(', ')}`);
    inputs[name] = convert(arrays[source], type);
  }
  return inputs;
}

// How to cut the inputs along axis 0: {samples, batch, whole}. Inputs of unequal length (a recurrent state, say) are
// one step that cannot be cut.
function planBatches(metadata, inputs, options) {
  const lengths = new Set(Object.values(inputs).filter((i) => i.shape.length).map((i) => i.shape[0]));
  if (lengths.size !== 1) return {samples: 1, batch: 1, whole: true};
  const samples = Math.min(options.samples, ...lengths);
  const fixed = metadata.map((m) => m.shape[0]).find((d) => typeof d === 'number');
  return {samples, batch: fixed || Math.min(options.batch, samples), whole: false};
}

async function open(model, data, options) {
  const ort = loadOrt();
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: options.optimize,
    // Without VNNI, products of uint8 and int8 would saturate at 16 bits: this makes them uint8 by uint8.
    extra: {session: {x64quantprecision: '1'}},
    logSeverityLevel: 3,
  });
  const inputs = matchInputs(session.inputMetadata, readNpz(data));
  const {samples, batch, whole} = planBatches(session.inputMetadata, inputs, options);
  const feeds = [];
  for (let first = 0; first < samples; first += batch) {
    const feed = {};
    for (const [name, array] of Object.entries(inputs)) {
      const part = whole ? array : slice(array, first, Math.min(batch, samples - first));
      feed[name] = new ort.Tensor(part.type, part.data, part.shape);
    }
    feeds.push(feed);
  }
  return {session, feeds, samples, batch};
}

function stack(parts) {
  const [head] = parts;
  if (parts.length === 1) return {type: head.type, shape: [...head.dims], data: head.data};
  const data = new (arrayOf(head.type))(parts.reduce((n, p) => n + p.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return {type: head.type, shape: [parts.reduce((n, p) => n + p.dims[0], 0), ...head.dims.slice(1)], data};
}

async function run([model, data, output], options) {
  const {session, feeds, samples} = await open(model, data, options);
  const parts = {};
  for (const feed of feeds) {
    const results = await session.run(feed);
    for (const name of session.outputNames) (parts[name] ||= []).push(results[name]);
  }
  const arrays = {};
  for (const name of session.outputNames) arrays[name] = stack(parts[name]);
  writeNpz(output, arrays);
  const shapes = Object.fromEntries(Object.entries(arrays).map(([name, a]) => [name, a.shape]));
  return {samples, shapes};
}

async function bench([model, data], options) {
  const {session, feeds, samples, batch} = await open(model, data, options);
  for (let i = 0; i < Math.min(feeds.length, 3); ++i) await session.run(feeds[i]); // warm up
  const times = [];
  for (let pass = 0; pass < options.passes; ++pass) {
    const start = process.hrtime.bigint();
    for (const feed of feeds) await session.run(feed);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  times.sort((a, b) => a - b);
  return {median_ms: times[times.length >> 1], samples, batch, passes: options.passes};
}

async function repeat([data, count, output]) {
  const arrays = readNpz(data);
  const wanted = Number(count);
  for (const [name, array] of Object.entries(arrays)) {
    if (array.shape.length === 0) continue;
    const row = array.data.length / array.shape[0];
    const all = new array.data.constructor(wanted * row);
    for (let i = 0; i < wanted; ++i) {
      const from = (i % array.shape[0]) * row;
      all.set(array.data.subarray(from, from + row), i * row);
    }
    arrays[name] = {type: array.type, shape: [wanted, ...array.shape.slice(1)], data: all};
  }
  writeNpz(output, arrays);
  return {samples: wanted};
}

async function main() {
  const {words, options} = readArguments(process.argv.slice(2));
  const command = {run, bench, repeat}[words[0]];
  if (!command) throw new Error('first argument: run, bench or repeat');
  return command(words.slice(1), options);
}

main().then(
    (result) => process.stdout.write(JSON.stringify(result) + '\n'),
    (error) => {
      process.stdout.write(JSON.stringify({error: String(error.message || error)}) + '\n');
      process.exitCode = 1;
    });
