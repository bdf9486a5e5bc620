import { createStream } from '../entries/stream-sink.js';
import { plainKind, type SourceKind } from '../source-kind.js';
import { openRaw, writeSidecar } from './raw-source.js';

export const raw: SourceKind = plainKind({
  name: 'raw with sidecar',
  extensions: ['.raw', '.bin', '.vol'],
  openNow: openRaw,
  create: async (path, options) =>
    createStream(path, options, { name: 'raw values', header: () => new Uint8Array(0), finished: writeSidecar }),
});
