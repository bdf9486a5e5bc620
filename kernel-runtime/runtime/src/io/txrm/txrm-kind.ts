import { plainKind, type SourceKind } from '../source-kind.js';
import { openTxrm } from './txrm-source.js';

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

export const txrm: SourceKind = plainKind({
  name: 'TXRM',
  extensions: ['.txrm', '.xrm', '.txm'],
  openNow: openTxrm,
  recognises: head => signature.every((byte, index) => head[index] === byte),
});
