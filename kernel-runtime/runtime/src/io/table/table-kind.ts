import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { createArrow } from './arrow-sink.js';
import { openArrow } from './arrow-source.js';
import { openParquet } from './parquet-source.js';

export const arrow: SourceKind = plainKind({
  name: 'Arrow',
  extensions: ['.arrow', '.feather', '.ipc'],
  openNow: openArrow,
  create: async (path, options) => createArrow(path, options),
  recognises: head => beginsWith(head, 'ARROW1'),
});

export const parquet: SourceKind = {
  name: 'Parquet',
  extensions: ['.parquet', '.pq'],
  open: openParquet,
  recognises: head => beginsWith(head, 'PAR1'),
};
