import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { createFits } from './fits-sink.js';
import { openFits } from './fits-source.js';

export const fits: SourceKind = plainKind({
  name: 'FITS',
  extensions: ['.fits', '.fit', '.fts'],
  openNow: openFits,
  create: async (path, options) => createFits(path, options),
  recognises: head => beginsWith(head, 'SIMPLE  ='),
});
