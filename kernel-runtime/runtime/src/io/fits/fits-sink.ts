import { dtypeOf, itemSize, type Dtype } from '@daisy-lab/core';
import type { DataSink } from '../data-source.js';
import { createStream } from '../entries/stream-sink.js';
import { Columns } from '../table/columns-of-table.js';
import { turnSign } from './fits-image.js';
import { fitsHeader, fitsPadding, isTurned } from './fits-source.js';
import { fitsTable } from './write-table.js';

/**
 * Writes an array of two axes and more as the primary image, those of one axis as columns of a binary table behind it; a single one
 * alone is an image of one axis.
 */
export function createFits(path: string, options: { readonly overwrite: boolean }): DataSink {
  let dtype: Dtype = 'uint8';
  let image = false;
  const columns = new Columns();
  const stream = createStream(path, options, {
    name: 'FITS',
    bigEndian: true,
    header: spec => {
      ({ dtype } = spec);
      return fitsHeader(spec);
    },
    convert: bytes => {
      if (isTurned(dtype)) turnSign(bytes, itemSize(dtype));
    },
    trailer: values => {
      const padding = fitsPadding(values, dtype);
      return columns.all.length === 0 ? padding : new Uint8Array(Buffer.concat([padding, fitsTable(columns)]));
    },
  });
  return {
    ...{ path: stream.path, group: () => undefined, writeScalar: () => undefined, abort: () => stream.abort() },
    write: (name, array, attributes) => {
      if (array.shape.length === 1) return columns.add(name, array.shape, array.data, attributes);
      image = true;
      return stream.write(name, array);
    },
    create: (name, spec, attributes) => {
      if (spec.shape.length === 1) return columns.collect(name, spec, attributes);
      image = true;
      return stream.create(name, spec);
    },
    writeTexts: (name, texts, attributes) => columns.add(name, [texts.length], texts, attributes),
    finish: async () => {
      const [first, ...more] = columns.all;
      if (!image && first && more.length === 0 && ArrayBuffer.isView(first.values)) {
        columns.all.length = 0;
        const alone = stream.create('/data', { dtype: dtypeOf(first.values), shape: first.shape });
        await alone.append(first.values);
      } else if (!image && first) stream.create('/', { dtype: 'uint8', shape: [0] });
      await stream.finish();
    },
  };
}
