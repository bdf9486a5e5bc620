import { plainKind, type SourceKind } from '../source-kind.js';
import { openXdi } from './xdi-source.js';

export const xdi: SourceKind = plainKind({
  name: 'XDI',
  extensions: ['.xdi'],
  openNow: openXdi,
  recognises: head => /^\s*#\s*XDI\//.test(new TextDecoder('latin1').decode(head.subarray(0, 16))),
});
