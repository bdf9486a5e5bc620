import { createStream } from '../entries/stream-sink.js';
import { plainKind, type SourceKind } from '../source-kind.js';
import { edfHeader, openEdf } from './edf-source.js';

export const edf: SourceKind = plainKind({
  name: 'EDF',
  extensions: ['.edf', '.ehf'],
  openNow: openEdf,
  create: async (path, options) =>
    createStream(path, options, {
      name: 'EDF',
      header: ({ dtype, shape }) => edfHeader(dtype, shape),
      leastAxes: 2,
    }),
});
