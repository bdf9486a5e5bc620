import { p, port, workflow, type AnyAlgorithm, type Builder, type Ref } from '@daisy-lab/core';
import { correctTilt } from '../../contracts/geometry/correct-tilt.js';
import { fillOpposite } from '../../contracts/geometry/fill-opposite.js';
import { stitchFullTurn } from '../../contracts/geometry/stitch-full-turn.js';
import { findAxis } from '../../contracts/find-axis.js';
import { normalize } from '../../contracts/normalize.js';
import { paganin } from '../../contracts/phase/paganin.js';
import { deadPixels } from '../../contracts/prepare/dead-pixels.js';
import { zingers } from '../../contracts/prepare/zingers.js';
import { flatLog } from '../../contracts/prepare/flat-log.js';
import { read } from '../../contracts/read.js';
import { filterParam, paddingParam, qualityParam, recon } from '../../contracts/recon.js';
import { stripeAll, stripeSorting } from '../../contracts/rings/index.js';
import type { CtScan } from '../../scan.js';
import type { Stack } from '../stack.js';

/** What the automatic pipeline consists of. */
export interface Pipeline {
  readonly axisPx: number;
  readonly stitch: boolean;
  /** Whether single values are no numbers. */
  readonly repair: boolean;
  /** Single values that stand out, in units of line integrals. */
  readonly spots: { readonly threshold: number; readonly sides: 'dark' | 'both' } | undefined;
  /** 0: upright. */
  readonly tiltRad: number;
  /** Whether dead columns are taken from opposite views. */
  readonly fill: boolean;
  readonly rings: 'none' | 'sorting' | 'all';
  /** Width of the detector: windows against stripes are a share of it. */
  readonly columns: number;
  readonly phase:
    | {
        readonly energyEv: number;
        readonly distanceMm: number;
        readonly pixelSizeUm: number;
        readonly deltaBeta: number;
      }
    | undefined;
}

/** The steps of `ct.full` with those that the scan needs; it has the same parameters. */
export function buildPipeline(pipeline: Pipeline): AnyAlgorithm {
  const { stitch, tiltRad, phase } = pipeline;
  return workflow(
    'ct.proposed',
    {
      version: '1.0.0',
      title: 'CT reconstruction',
      help: 'Proposed from the scan; change what you like.',
      inputs: { scan: port.dataset<CtScan>('ct.scan') },
      params: {
        axisPx: p.number({ optional: true, unit: 'pixel', title: 'Axis', help: 'Use this axis instead of searching.' }),
        filter: filterParam,
        average: normalize.params.average,
        quality: qualityParam,
        padding: paddingParam,
        firstRow: read.params.firstRow,
        endRow: read.params.endRow,
      },
    },
    (w, { scan }, { axisPx, filter, average, quality, padding, firstRow, endRow }) => {
      const method = stitch ? 'overlap' : 'vo';
      const found = w.step(findAxis, { scan }, { axisPx, method, average, firstRow, endRow });
      const { proj, flats, darks, anglesRad } = w.step(read, { scan }, { firstRow, endRow });
      const stored = { proj, flats, darks };
      const { repaired: _, ...beam } = pipeline.repair ? w.step(deadPixels, stored) : { ...stored, repaired: 0 };
      const logs = phase
        ? w.step(paganin, { transmission: w.step(normalize, beam, { average }).transmission }, phase)
        : w.step(flatLog, beam, { average });
      const { spots } = pipeline;
      const even = spots ? w.step(zingers, { values: logs.lineIntegrals }, spots).values : logs.lineIntegrals;
      const filled = pipeline.fill
        ? w.step(fillOpposite, { lineIntegrals: even, anglesRad, axisPx: found.axisPx }).lineIntegrals
        : even;
      const clean = removeStripes(w, filled, pipeline);
      const lineIntegrals =
        tiltRad === 0 ? clean : w.step(correctTilt, { lineIntegrals: clean, axisPx: found.axisPx, tiltRad }).upright;
      const stitched = stitch ? w.step(stitchFullTurn, { lineIntegrals, anglesRad, axisPx: found.axisPx }) : undefined;
      const { slices } = stitched
        ? w.step(
            recon,
            {
              lineIntegrals: stitched.stitched,
              anglesRad: stitched.stitchedAnglesRad,
              axisPx: stitched.stitchedAxisPx,
            },
            { filter, quality, padding },
          )
        : w.step(recon, { lineIntegrals, anglesRad, axisPx: found.axisPx }, { filter, quality, padding });
      return { volume: slices, axisPx: found.axisPx };
    },
  );
}

function removeStripes(w: Builder, lineIntegrals: Ref<Stack>, { rings, columns }: Pipeline): Ref<Stack> {
  if (rings === 'none') return lineIntegrals;
  const smallPx = windowOf(columns, 21, 5);
  if (rings === 'sorting') return w.step(stripeSorting, { lineIntegrals }, { sizePx: smallPx }).lineIntegrals;
  const largePx = windowOf(columns, 61, 21);
  return w.step(stripeAll, { lineIntegrals }, { smallPx, largePx }).lineIntegrals;
}

/** The published windows are for 2048 columns; narrower detectors would lose edges of the sample to them. Odd. */
function windowOf(columns: number, publishedPx: number, leastPx: number): number {
  const share = (publishedPx * Math.min(columns, 2048)) / 2048;
  return Math.max(leastPx, 2 * Math.round((share - 1) / 2) + 1);
}
