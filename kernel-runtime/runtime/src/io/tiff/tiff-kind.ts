import { beginsWith, plainKind, type SourceKind } from '../source-kind.js';
import { createTiff } from './tiff-sink.js';
import { openTiff } from './tiff-source.js';

export const tiff: SourceKind = plainKind({
  name: 'TIFF',
  extensions: ['.tif', '.tiff', '.btf', '.tf8'],
  openNow: openTiff,
  create: createTiff,
  recognises: head => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some(text => beginsWith(head, text)),
});
