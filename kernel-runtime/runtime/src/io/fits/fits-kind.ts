import { itemSize, type Dtype } from '@daisy-lab/core';
import type { DataSink } from '../data-source.js';
import { createStream } from '../entries/stream-sink.js';
import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { turnSign } from './fits-image.js';
import { fitsHeader, fitsPadding, isTurned, openFits } from './fits-source.js';

export const fits: SourceKind = plainKind({
  name: 'FITS',
  extensions: ['.fits', '.fit', '.fts'],
  openNow: openFits,
  create: async (path, options) => createFits(path, options),
  recognises: head => beginsWith(head, 'SIMPLE  ='),
});

function createFits(path: string, options: { readonly overwrite: boolean }): DataSink {
  let dtype: Dtype = 'uint8';
  return createStream(path, options, {
    name: 'FITS',
    bigEndian: true,
    header: spec => {
      ({ dtype } = spec);
      return fitsHeader(spec);
    },
    convert: bytes => {
      if (isTurned(dtype)) turnSign(bytes, itemSize(dtype));
    },
    trailer: values => fitsPadding(values, dtype),
  });
}
