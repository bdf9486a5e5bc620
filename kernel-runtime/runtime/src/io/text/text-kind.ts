import { plainKind, type SourceKind } from '../source-kind.js';
import { createCsv } from './csv-sink.js';
import { openText } from './text-source.js';

export const csv: SourceKind = plainKind({
  name: 'CSV',
  extensions: ['.csv', '.tsv'],
  openNow: openText,
  create: async (path, options) => createCsv(path, options),
});

export const columnText: SourceKind = plainKind({
  name: 'columns of text',
  extensions: ['.txt', '.dat', '.xy', '.xye', '.chi', '.gr', '.iq', '.sq', '.fq', '.xmu', '.asc', '.nor'],
  openNow: openText,
});
