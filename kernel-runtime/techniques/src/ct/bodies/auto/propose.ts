import { DaisyError, ndarray, toDocument, type DaisyDocument, type NdArray } from '@daisy-lab/core';
import type { AutoChoice } from '../../contracts/auto.js';
import type { CtScan } from '../../scan.js';
import { faultyColumn } from '../axis/faulty-columns.js';
import { findSpots, type Spots } from '../axis/spots.js';
import { rowIntegrals, type ScanAxis } from '../axis/find-axis.js';
import type { Turns } from '../in-turns.js';
import { fillFromOpposite } from '../geometry/fill-opposite.js';
import { cutOff } from './cut-off.js';
import { findAxisInHoles } from './find-axis-in-holes.js';
import { lookAtCounts } from './stored-counts.js';
import { ringNeed, type RingNeed } from './ring-need.js';
import { buildPipeline, type Pipeline } from './build-pipeline.js';

export interface AutoParams {
  readonly rowsToFit: number;
  readonly energyEv?: number | undefined;
  readonly distanceMm?: number | undefined;
  readonly pixelSizeUm?: number | undefined;
  readonly deltaBeta: number;
}

export interface Proposal {
  readonly document: DaisyDocument;
  readonly choices: readonly AutoChoice[];
  readonly axisPx: number;
}

/** An axis this far from the middle, as a share of the width, is taken for half acquisition when the scan is a full turn. */
const offCentre = 0.2;
/** Steps between columns of more than this many times what noise gives are stripes; the noise of few flat fields gives three or four. */
const clearStripes = 5;
/** One column this many times further out than the others is a stripe. */
const clearStripe = 20;
/** A column this far out needs the methods for large and dead stripes. */
const largeStripe = 300;
/** A lean of less than this over the height of the scan is not seen. */
const seenLeanPx = 1;
/** An axis that leans by more is none: the rows have found different things. */
const mostLeanRad = (2 * Math.PI) / 180;
/** Air beside the sample absorbs less than this share of the most. */
const clearlyCut = 0.2;
/** Edges and noise make less than this share of values stand out alone. */
const clearSpots = 1e-3;
/** Spots are removed where they are this many times the noise beyond the median around them. */
const spotsOfNoise = 8;
/** Dark fields of the same exposure are brighter than the projections in fewer pixels. */
const mostTooDark = 0.01;
/** Less confidence than this is worth a word. */
const sure = 0.5;

/** 1 holes -> 2 axis and lean -> 3 rings of the middle row -> 4 fringes -> 5 a document of the choices. */
export async function proposeReconstruction(stored: CtScan, params: AutoParams, turns: Turns): Promise<Proposal> {
  const { description, anglesRad } = stored;
  if (!description.flats) {
    throw new DaisyError('ScanLayout', {
      message: 'The scan has no flat fields, so the projections cannot be normalised.',
      action: 'Choose a dataset of flat fields, or normalise by the air beside the sample.',
      file: description.path,
    });
  }
  const choices: AutoChoice[] = [
    { topic: 'layout', chosen: description.layout, why: [...description.why, ...description.warnings].join(' ') },
  ];
  const counts = await lookAtCounts(stored, turns);
  if (counts.tooDark > mostTooDark) {
    const why = `In ${(100 * counts.tooDark).toFixed(0)} % of the middle row the dark fields are brighter than the projections: they may be of another exposure, or no dark fields.`;
    choices.push({ topic: 'darks', chosen: 'check the dark fields', why });
  }
  const fullTurn = spanOf(anglesRad) > 1.9 * Math.PI;
  const { scan, holes, axis } = await findAxisInHoles(stored, counts.holes, params.rowsToFit, fullTurn, turns);
  if (holes > 0) {
    const why = `${holes} of the values that were looked at are no numbers: they are taken from their neighbours in the row.`;
    choices.push({ topic: 'repair', chosen: 'dead pixels', why });
  }
  const believed = Math.abs(axis.line.tiltRad) < mostLeanRad;
  const { axisPx, why } = believed ? axis.evidence : surestRow(axis);
  const doubt = axis.evidence.confidence < sure ? ' Its confidence is low: check the slice.' : '';
  choices.push({ topic: 'axis', chosen: `${axisPx.toFixed(2)} px (${axis.evidence.method})`, why: `${why}${doubt}` });
  const off = Math.abs(axisPx - (description.columns - 1) / 2) / description.columns;
  const stitch = fullTurn && off > offCentre;
  choices.push(turnChoice(fullTurn, stitch, off));
  const leanPx = Math.abs(axis.line.slopePx) * description.rows;
  const tiltRad = axis.rows.length > 2 && leanPx > seenLeanPx && believed ? axis.line.tiltRad : 0;
  const moves = `Over ${description.rows} rows the axis moves by ${leanPx.toFixed(2)} px`;
  choices.push({
    topic: 'tilt',
    chosen: tiltRad === 0 ? 'none' : `${((tiltRad * 180) / Math.PI).toFixed(3)} degrees`,
    why: believed
      ? `${moves}; less than ${seenLeanPx} px is not seen.`
      : `${moves}, more than a stage leans: the rows have found different things.`,
  });
  const middle = description.rows >> 1;
  const measured = await rowIntegrals(scan, { firstRow: middle, endRow: middle + 1 }, 'mean', turns);
  const found = findSpots(measured.data, anglesRad.length, description.columns);
  const spots = spotsOf(found, choices);
  const even = spots ? { ...measured, data: found.clean } : measured;
  const filled = fullTurn && !stitch ? await fillRow(even, anglesRad, axisPx, choices, turns) : undefined;
  const row = filled ?? even;
  const need = ringNeed(row, axisPx);
  const rings = ringMethod(need);
  const excess = Number.isFinite(need.excess)
    ? `${need.excess.toFixed(1)} times what noise gives`
    : 'some, with no noise at all';
  const uneven = `The columns of the middle row are off by ${excess} (limit ${clearStripes}), the strongest by ${need.strongest.toFixed(0)} times that (limit ${clearStripe}).`;
  const rough = `The roughest column is ${need.roughest.toFixed(1)} times as rough as those around it (limit ${faultyColumn}).`;
  choices.push({
    topic: 'rings',
    chosen: rings === 'none' ? 'nothing' : `stripes by ${rings}`,
    why: `${uneven} ${rough}`,
  });
  const phase = phaseOf(params, choices);
  choices.push(methodChoice(anglesRad.length, description.columns));
  const cut = !stitch && cutOff(row) > clearlyCut;
  if (cut) {
    const why = `At the end of the detector the sample absorbs ${(100 * cutOff(row)).toFixed(0)} % of the most: it is wider than the detector, so absolute values are lost.`;
    choices.push({ topic: 'edge', chosen: 'continue by the last values', why });
  }
  const pipeline: Pipeline = {
    axisPx,
    stitch,
    repair: holes > 0,
    spots,
    tiltRad,
    fill: filled !== undefined,
    rings,
    columns: description.columns,
    phase,
  };
  const document = toDocument(buildPipeline(pipeline), {
    inputs: { scan: description.path },
    params: { axisPx: Number(axisPx.toFixed(3)), ...(cut ? { padding: 'edge' } : {}) },
  });
  return { document, choices, axisPx };
}

/** Where the rows disagree the one with the clearest answer is right more often than a line through all. */
function surestRow({ rows }: ScanAxis): { readonly axisPx: number; readonly why: string } {
  const surest = rows.reduce((best, row) => (row.confidence > best.confidence ? row : best));
  const why = `The axes of ${rows.length} rows are on no upright line: that of row ${surest.row} is the surest.`;
  return { axisPx: surest.axisPx, why };
}

/** How single values that stand out are removed, and why. */
function spotsOf({ share, low, noise }: Spots, choices: AutoChoice[]): Pipeline['spots'] {
  if (share < clearSpots) return undefined;
  const threshold = Number((spotsOfNoise * noise).toPrecision(2));
  const percent = (100 * share).toFixed(1);
  const why = `${percent} % of the values of the middle row stand out alone, as where radiation hits the detector: they are taken from their neighbours.`;
  choices.push({ topic: 'spots', chosen: `zingers beyond ${threshold}`, why });
  return { threshold, sides: low > 0.9 ? 'dark' : 'both' };
}

/** The row with its dead columns from opposite views; undefined where it has none that they have seen. */
async function fillRow(
  row: NdArray<'float32', readonly ['angle', 'row', 'column']>,
  anglesRad: Float64Array,
  axisPx: number,
  choices: AutoChoice[],
  turns: Turns,
): Promise<typeof row | undefined> {
  const angles = ndarray(anglesRad, [anglesRad.length], ['angle'], 'rad');
  const inputs = { lineIntegrals: row, anglesRad: angles, axisPx };
  const out = { ...row, data: new Float32Array(row.data.length) };
  const { lineIntegrals, fromOpposite } = await fillFromOpposite(inputs, faultyColumn, out, turns);
  if (fromOpposite === 0) return undefined;
  const why = `${fromOpposite} columns of the middle row are dead or fluctuate, and opposite views of the full turn have seen what they missed.`;
  choices.push({ topic: 'columns', chosen: 'from opposite views', why });
  return lineIntegrals;
}

function ringMethod({ excess, strongest, roughest }: RingNeed): Pipeline['rings'] {
  if (strongest > largeStripe || roughest > faultyColumn) return 'all';
  return excess > clearStripes || strongest > clearStripe ? 'sorting' : 'none';
}

function turnChoice(fullTurn: boolean, stitch: boolean, off: number): AutoChoice {
  const percent = (100 * off).toFixed(0);
  if (stitch) {
    const why = `The scan is a full turn and its axis lies ${percent} % of the width off the middle: opposite views continue each other.`;
    return { topic: 'turn', chosen: 'stitch to 180 degrees', why };
  }
  const span = fullTurn ? 'a full turn' : 'about half a turn';
  return {
    topic: 'turn',
    chosen: 'as it is',
    why: `The scan is ${span} and its axis ${percent} % of the width off the middle.`,
  };
}

function methodChoice(angles: number, columns: number): AutoChoice {
  const share = angles / ((Math.PI / 2) * columns);
  const percent = (100 * share).toFixed(0);
  const why = `${angles} angles are ${percent} % of the ${Math.ceil((Math.PI / 2) * columns)} that ${columns} columns can resolve.`;
  if (share > 0.2) return { topic: 'method', chosen: 'Fourier method', why };
  const hint = 'With so few, total variation (ct.iterative) may show more; it takes longer.';
  return { topic: 'method', chosen: 'Fourier method', why: `${why} ${hint}` };
}

function phaseOf(params: AutoParams, choices: AutoChoice[]): Pipeline['phase'] {
  const { energyEv, distanceMm, pixelSizeUm, deltaBeta } = params;
  const say = (chosen: string, why: string): void => void choices.push({ topic: 'phase', chosen, why });
  if (energyEv === undefined || distanceMm === undefined || pixelSizeUm === undefined) {
    say('none', 'Energy, distance and pixel size are not all known.');
    return undefined;
  }
  const wavelengthUm = 1.239841984 / energyEv;
  const fringePx = Math.sqrt(wavelengthUm * distanceMm * 1000) / pixelSizeUm;
  const width = `The first fringe is ${fringePx.toFixed(2)} px wide at ${(energyEv / 1000).toFixed(1)} keV and ${distanceMm} mm`;
  if (fringePx < 1) {
    say('none', `${width}: below one pixel it cannot be seen.`);
    return undefined;
  }
  say(`Paganin, delta / beta ${deltaBeta}`, `${width}, wide enough to be seen.`);
  return { energyEv, distanceMm, pixelSizeUm, deltaBeta };
}

function spanOf(anglesRad: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const angle of anglesRad) {
    low = Math.min(low, angle);
    high = Math.max(high, angle);
  }
  return (high - low) * (1 + 1 / Math.max(1, anglesRad.length - 1));
}
