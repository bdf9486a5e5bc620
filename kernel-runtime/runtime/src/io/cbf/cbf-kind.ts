import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { createCbf } from './cbf-sink.js';
import { openCbf } from './cbf-source.js';

export const cbf: SourceKind = plainKind({
  name: 'CBF',
  extensions: ['.cbf'],
  openNow: openCbf,
  create: async (path, options) => createCbf(path, options),
  recognises: head => beginsWith(head, '###CBF:'),
});
