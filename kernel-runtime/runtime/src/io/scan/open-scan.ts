import { DaisyError } from '@daisy-lab/core';
import type { DataSource } from '../data-source.js';
import { withSource } from '../source-kinds.js';
import { dataExchange } from './data-exchange.js';
import { nxtomo } from './nxtomo.js';
import { ScanFile } from './scan-file.js';
import type { FoundScan, ScanLayout } from './scan-layout.js';

const layouts: readonly ScanLayout[] = [dataExchange, nxtomo];

export interface OpenScanOptions {
  /** Name of the layout (`Data Exchange`, `NXtomo`) instead of recognising it. */
  readonly layout?: string;
}

/**
 * Recognises a parallel-beam scan in a file: Data Exchange or NXtomo. Nothing but the angles is read, and no file stays open.
 * @throws DaisyError `File` when the file cannot be read, `ScanLayout` when it holds no scan or its parts do not fit together.
 */
export async function openScan(path: string, options: OpenScanOptions = {}): Promise<ScanFile> {
  // awaited here, so that the stack of a failure reaches the cell that asked
  return await withSource(path, source => new ScanFile(source.path, findScan(source, options.layout)));
}

function findScan(source: DataSource, wanted: string | undefined): FoundScan {
  const tried = layouts.filter(layout => wanted === undefined || layout.name === wanted);
  if (tried.length === 0) {
    throw new DaisyError('Input', {
      message: `There is no scan layout "${wanted}".`,
      action: `Choose ${layouts.map(layout => layout.name).join(' or ')}.`,
    });
  }
  for (const layout of tried) {
    const found = layout.find(source);
    if (found) return checkFields(source.path, found);
  }
  const looked = tried.flatMap(layout => layout.looksFor);
  throw new DaisyError('ScanLayout', {
    message: `${source.path} holds no scan that is known here; looked for ${looked.join(', ')}.`,
    action: `Choose a file in the layout ${tried.map(layout => layout.name).join(' or ')}.`,
    file: source.path,
    looked,
  });
}

function checkFields(file: string, found: FoundScan): FoundScan {
  const { projections } = found;
  for (const [kind, fields] of [['flat', found.flats] as const, ['dark', found.darks] as const]) {
    if (!fields || (fields.rows === projections.rows && fields.columns === projections.columns)) continue;
    throw new DaisyError('ScanLayout', {
      message: `A ${kind} field has ${fields.rows} x ${fields.columns} pixels, a projection ${projections.rows} x ${projections.columns}.`,
      action: `Choose ${kind} fields that were taken with the same region of the detector.`,
      file,
    });
  }
  const warnings = [...found.warnings];
  if (!found.flats) warnings.push('The file has no flat fields, so the projections cannot be normalised.');
  if (!found.darks) warnings.push('The file has no dark fields: the detector is taken to count nothing in the dark.');
  return { ...found, warnings };
}
