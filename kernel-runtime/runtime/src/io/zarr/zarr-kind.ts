import type { SourceKind } from '../source-kind.js';
import { openZarr } from './zarr-source.js';

export const zarr: SourceKind = { name: 'Zarr', extensions: ['.zarr'], open: openZarr };
