import { extname, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DataSource } from '../data-source.js';
import { withSource } from '../source-kinds.js';
import { isPattern } from '../stack/numbered-files.js';
import { isNode } from '../zarr/is-node.js';
import { alsBeamline } from './als-beamline.js';
import { anyStack } from './any-stack.js';
import { bliss } from './bliss.js';
import { completeScan } from './complete-scan.js';
import { dataExchange } from './data-exchange.js';
import { dectrisMaster } from './dectris-master.js';
import { withoutEmptyEnd } from './empty-end.js';
import { keptBecause, keptProfile, type KeptProfile } from './kept-profile.js';
import { nxtomo } from './nxtomo.js';
import { ScanFile } from './scan-file.js';
import type { FoundScan, ScanLayout } from './scan-layout.js';
import { applyProfile, loadProfile, type ScanProfile } from './scan-profile.js';
import { threeFiles } from './three-files.js';
import { findTiffFolder, tiffFolderLooksFor } from './tiff-folder.js';
import { zeissTxrm } from './zeiss-txrm.js';
import { entriesIn, statOf } from '../bytes/problems.js';

const layouts: readonly ScanLayout[] = [
  ...[dataExchange, nxtomo, threeFiles, zeissTxrm, dectrisMaster],
  ...[bliss, alsBeamline, anyStack],
];

/** Scans go round once; a little more is no wonder. */
const manyTurns = 1.1;

export interface OpenScanOptions extends ScanProfile {
  /** Name of the layout (`Data Exchange`, `NXtomo`, ...) instead of recognising it. */
  readonly layout?: string;
  /** A mapping that was saved as JSON, or one as an object. */
  readonly profile?: string | ScanProfile;
}

/**
 * Recognises a parallel-beam scan in a file or folder: Data Exchange, NXtomo, three files (BSRF, HEPS), TXRM, DECTRIS, BLISS, ALS, images with
 * dark, flat and angles beside them, or any stack of projections or sinograms whose parts their names tell. What is given in the options, or in a profile, takes the place of what was recognised; without
 * options a profile beside the scan is used (`tooth.h5.scan.json`, or `scan-profile.json` for all scans of the folder). Nothing
 * but the angles is read, and a few projections where flat fields or angles are missing; no file stays open.
 * @throws DaisyError `File` when the file cannot be read, `ScanLayout` when it holds no scan or its parts do not fit together.
 */
export async function openScan(path: string, options: OpenScanOptions = {}): Promise<ScanFile> {
  const full = resolve(path);
  const { layout, profile, ...given } = options;
  const saved = typeof profile === 'string' ? loadProfile(profile) : (profile ?? {});
  const mapping: ScanProfile = { ...saved, ...given };
  const mapped = Object.keys(mapping).some(key => key !== 'name');
  const kept = mapped || layout !== undefined ? null : keptProfile(full);
  // awaited here, so that the stack of a failure reaches the cell that asked
  return await (kept ? openKept(full, kept) : openMapped(full, layout, mapping));
}

/** A scan by the profile beside it; what the folder keeps for others does not keep a scan from being opened without it. */
async function openKept(full: string, kept: KeptProfile): Promise<ScanFile> {
  try {
    return await openMapped(full, undefined, kept.profile, [keptBecause(kept)]);
  } catch (thrown) {
    if (kept.reach === 'scan') throw thrown;
    const plain = await openMapped(full, undefined, {}).catch(() => null);
    if (plain) return plain;
    throw thrown;
  }
}

async function openMapped(
  full: string,
  layout: string | undefined,
  mapping: ScanProfile,
  because: readonly string[] = [],
): Promise<ScanFile> {
  const mapped = Object.keys(mapping).some(key => key !== 'name');
  const whole = mapping.projections !== undefined;
  const found = whole ? null : await recognise(full, layout, mapped);
  const scan = mapped ? await applyProfile(full, found, mapping) : found!;
  if (scan.angles.problem) throw scan.angles.problem;
  const checked = checkFields(full, { ...scan, why: [...because, ...scan.why] });
  return new ScanFile(full, await completeScan(full, await withoutEmptyEnd(full, checked)));
}

/** @param lenient whether a file in which nothing is recognised is left to the profile */
async function recognise(path: string, layout: string | undefined, lenient: boolean): Promise<FoundScan | null> {
  const folder = statOf(path)?.isDirectory() && !isNode(path);
  // awaited here, so that the stack of a failure reaches the cell that asked
  if (!folder && !isPattern(path)) return await withSource(path, source => findScan(source, layout, lenient));
  const found = folder ? await findTiffFolder(path) : null;
  if (found || lenient) return found;
  throw new DaisyError('ScanLayout', {
    message: `${path} holds no scan that is known here${mostFiles(path)}; looked for ${tiffFolderLooksFor}.`,
    action: 'Choose the folder of the projections.',
    file: path,
    looked: [tiffFolderLooksFor],
  });
}

/** The kind of files that a folder has most of, for the reader of an error. */
function mostFiles(path: string): string {
  const counts = new Map<string, number>();
  for (const { name } of filesNamed(path)) counts.set(extname(name), (counts.get(extname(name)) ?? 0) + 1);
  const [most] = [...counts].filter(([kind]) => kind !== '').sort((a, b) => b[1] - a[1]);
  return most ? ` (it has ${most[1]} files of the kind ${most[0]})` : '';
}

const filesNamed = (path: string): readonly { readonly name: string }[] =>
  isPattern(path) ? [] : entriesIn(path).filter(entry => entry.isFile());

async function findScan(source: DataSource, wanted: string | undefined, lenient: boolean): Promise<FoundScan | null> {
  const tried = layouts.filter(layout => wanted === undefined || layout.name === wanted);
  if (tried.length === 0) {
    throw new DaisyError('Input', {
      message: `There is no scan layout "${wanted}".`,
      action: `Choose ${layouts.map(layout => layout.name).join(' or ')}.`,
    });
  }
  for (const layout of tried) {
    const found = await layout.find(source);
    if (found) return found;
  }
  if (lenient) return null;
  const looked = tried.flatMap(layout => layout.looksFor);
  throw new DaisyError('ScanLayout', {
    message: `${source.path} holds no scan that is known here; ${holdings(source)} Looked for ${looked.join(', ')}.`,
    action: `Choose a file in the layout ${tried.map(layout => layout.name).join(' or ')}, or give the places of its parts.`,
    file: source.path,
    looked,
  });
}

/** The arrays of a file, and the links that lead nowhere, for the reader of an error. */
function holdings(source: DataSource): string {
  const tree = source.tree();
  const listed = (some: readonly string[]): string => `${some.slice(0, 5).join(', ')}${some.length > 5 ? ', ...' : ''}`;
  const arrays = tree.flatMap(({ kind, path, shape }) =>
    kind === 'dataset' && shape && shape.length > 1 ? [`${path} (${shape.join(' x ')})`] : [],
  );
  const links = tree.flatMap(({ kind, path }) => (kind === 'link' ? [path] : []));
  const broken = links.length > 0 ? ` What these links lead to is missing: ${listed(links)}.` : '';
  return `it has ${arrays.length > 0 ? listed(arrays) : 'no arrays of two or more axes'}.${broken}`;
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
  const { anglesRad } = found.angles;
  const ends = [anglesRad[0] ?? 0, anglesRad.at(-1) ?? 0];
  if (!found.darks && found.flats)
    warnings.push('The file has no dark fields: the detector is taken to count nothing in the dark.');
  const turns = (Math.max(...ends) - Math.min(...ends)) / (2 * Math.PI);
  if (turns > manyTurns) {
    warnings.push(`The angles go round ${turns.toFixed(1)} times: check their unit, unless the scan does so.`);
  }
  return { ...found, warnings };
}
