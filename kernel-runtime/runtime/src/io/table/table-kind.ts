import { beginsWith, type SourceKind } from '../source-kind.js';

/** The libraries of tables are loaded when the first table is opened. */
export const arrow: SourceKind = {
  name: 'Arrow',
  extensions: ['.arrow', '.feather', '.ipc'],
  open: async path => (await import('./arrow-source.js')).openArrow(path),
  create: async (path, options) => (await import('./arrow-sink.js')).createArrow(path, options),
  recognises: head => beginsWith(head, 'ARROW1'),
};

export const parquet: SourceKind = {
  name: 'Parquet',
  extensions: ['.parquet', '.pq'],
  open: async path => (await import('./parquet-source.js')).openParquet(path),
  create: async (path, options) => (await import('./parquet-sink.js')).createParquet(path, options),
  recognises: head => beginsWith(head, 'PAR1'),
};
