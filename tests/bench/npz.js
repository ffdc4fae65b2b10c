// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// Reads and writes .npz files: just what the comparison with ONNX Runtime needs.
// An array is {type, shape, data}, `type` in ONNX Runtime's words, `data` a typed array in C order.

const fs = require('fs');
const zlib = require('zlib');

const TYPES = [
  // npy, ONNX Runtime, typed array
  ['<f4', 'float32', Float32Array],
  ['<f8', 'float64', Float64Array],
  ['<f2', 'float16', Uint16Array],
  ['|i1', 'int8', Int8Array],
  ['|u1', 'uint8', Uint8Array],
  ['|b1', 'bool', Uint8Array],
  ['<i2', 'int16', Int16Array],
  ['<u2', 'uint16', Uint16Array],
  ['<i4', 'int32', Int32Array],
  ['<u4', 'uint32', Uint32Array],
  ['<i8', 'int64', BigInt64Array],
  ['<u8', 'uint64', BigUint64Array],
];

function arrayOf(type) {
  const row = TYPES.find((t) => t[1] === type);
  if (!row) throw new Error(`element type '${type}' is not known`);
  return row[2];
}

function parseNpy(bytes, name) {
  const version = bytes[6];
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  const header = bytes.toString('latin1', start, start + length);
  const descr = /'descr': *'([^']+)'/.exec(header)[1];
  const row = TYPES.find((t) => t[0] === descr);
  if (!row || /'fortran_order': *True/.test(header)) throw new Error(`${name}: unexpected array: ${header.trim()}`);
  const shape = /'shape': *\(([^)]*)\)/.exec(header)[1].split(',').filter((d) => d.trim()).map(Number);
  const count = shape.reduce((a, b) => a * b, 1);
  const from = start + length;
  // A copy: typed arrays want their data aligned.
  const data = new row[2](new Uint8Array(bytes.subarray(from, from + count * row[2].BYTES_PER_ELEMENT)).buffer);
  return {type: row[1], shape, data};
}

function formatNpy({type, shape, data}) {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = TYPES.find((t) => t[1] === type)[0];
  let header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  header += ' '.repeat(63 - ((header.length + 10) % 64)) + '\n';
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00' + header, 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

// {name: array} of a .npz file.
function readNpz(path) {
  const file = fs.readFileSync(path);
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${path}: no zip archive`);
  const arrays = {};
  let at = file.readUInt32LE(end + 16);
  for (let i = file.readUInt16LE(end + 10); i > 0; --i) {
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength).replace(/\.npy$/, '');
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(from, from + size);
    arrays[name] = parseNpy(method === 0 ? packed : zlib.inflateRawSync(packed), `${path}: ${name}`);
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return arrays;
}

const CRC = new Int32Array(256).map((_, n) => {
  for (let k = 0; k < 8; ++k) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

function crc32(bytes) {
  let crc = -1;
  for (let i = 0; i < bytes.length; ++i) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

// Stored, not compressed.
function writeNpz(path, arrays) {
  const file = fs.openSync(path, 'w');
  const directory = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const body = formatNpy(array);
    const entry = Buffer.from(name + '.npy');
    const common = Buffer.alloc(26); // from "version needed" to "extra length", the same in both headers
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // the name is UTF-8
    common.writeUInt16LE(0x21, 8); // 1980-01-01
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(entry.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, entry);
    for (const part of [Buffer.from('PK\x03\x04', 'latin1'), common, entry, body]) at += fs.writeSync(file, part);
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 4, 8);
  end.writeUInt16LE(directory.length / 4, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  fs.writeSync(file, Buffer.concat([...directory, end]));
  fs.closeSync(file);
}

module.exports = {arrayOf, readNpz, writeNpz};
