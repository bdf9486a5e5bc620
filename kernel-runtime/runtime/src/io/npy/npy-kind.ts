import { createStream } from '../entries/stream-sink.js';
import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { npyHeader } from './npy-header.js';
import { openNpy } from './npy-source.js';
import { createNpz } from './npz-sink.js';
import { openNpz } from './npz-source.js';

export const npy: SourceKind = plainKind({
  name: 'npy',
  extensions: ['.npy'],
  openNow: openNpy,
  create: async (path, options) =>
    createStream(path, options, { name: 'npy', header: ({ dtype, shape }) => npyHeader(dtype, shape) }),
  recognises: head => beginsWith(head, '\x93NUMPY'),
});

export const npz: SourceKind = plainKind({
  name: 'npz',
  extensions: ['.npz'],
  openNow: openNpz,
  create: async (path, options) => createNpz(path, options),
});
