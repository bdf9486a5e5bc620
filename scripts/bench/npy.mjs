/** A float array as the bytes of an .npy file (format 1.0, C order). */
export function npyBytes(data, shape) {
  const descr = data instanceof Float64Array ? '<f8' : '<f4';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const header = Buffer.from(text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n', 'latin1');
  const prefix = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([prefix, header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}
