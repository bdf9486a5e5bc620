import { plainKind, type SourceKind } from '../source-kind.js';
import { openCif } from './cif-source.js';

export const cif: SourceKind = plainKind({ name: 'CIF', extensions: ['.cif', '.mcif'], openNow: openCif });
