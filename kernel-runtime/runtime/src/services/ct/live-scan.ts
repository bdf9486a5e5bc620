import {
  completeParams,
  DaisyError,
  ndarray,
  sharedArray,
  type CtOperation,
  type CtRecipe,
  type Engine,
  type NdArray,
} from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { coarseRow, draftBin, enlarged, type RowLines } from './coarse-draft.js';
import { SharedWork } from '../shared-work.js';
import type { OpenedScan } from './opened-scan.js';
import { carries, operationKinds, reconstructions } from './operations.js';
import { liveParts, type LiveParts } from './recipe-algorithm.js';
import { tiltBand, type TiltBand } from './tilt-band.js';

/** Rows whose prepared data are kept: a new axis costs a reconstruction and no reading. */
const rowsKept = 8;

/** Steps that the sinogram on the screen has gone through as well; it is read and computed once for both. */
const sameAsOpened: readonly string[] = [ct.read.id, ct.flatLog.id];

/** A live slice has its own row. */
const rowParams: readonly string[] = ['firstRow', 'endRow'];

export interface PreparedRow extends RowLines {
  /** Where the axis of this row lies, from that of the scan: not 0 where a leaning axis was put upright. */
  readonly axisShiftPx: number;
  /** Where the axis lies in a stitched half turn; undefined where that is the axis of the scan. */
  readonly axisPx?: number;
}

/** What single rows are prepared and reconstructed with. */
export interface LiveWish {
  readonly row: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly operations?: readonly CtOperation[] | undefined;
}

export type Slices = NdArray<'float32', readonly ['row', 'y', 'x']>;

/** A slice with the record of its convergence, where it was made by iterations. */
export interface MadeSlice {
  readonly slices: Slices;
  readonly residuals: readonly number[] | null;
  /** Columns of the detector that were taken together. */
  readonly bin: number;
  /** What its reconstruction took, ms. */
  readonly reconMs: number;
}

type ReconInputs = RowLines & { readonly axisPx: number };
type PreviewRun = { readonly cache: 'off'; readonly priority: 'preview'; readonly signal: AbortSignal };

/** Single rows of an opened scan through the workflow of a recipe: the same steps and numbers as those of a run. */
export class LiveScan {
  readonly #parts = new Map<string, LiveParts>();
  readonly #rows = new Map<string, SharedWork<PreparedRow>>();
  /** The whole slice that was asked for last: the live one is that of the recipe as well. */
  #newest: { readonly key: string; readonly made: SharedWork<MadeSlice> } | undefined;
  readonly #closed = new AbortController();

  constructor(
    readonly opened: OpenedScan,
    private readonly engine: Engine,
  ) {}

  /** Stops all that is at work: nobody looks at this scan any more. */
  close(): void {
    this.#closed.abort();
  }

  /**
   * All steps before the reconstruction.
   * @param axisPx for pipelines that stitch a full turn at it
   */
  prepared(wish: LiveWish, signal?: AbortSignal, axisPx?: number): Promise<PreparedRow> {
    this.opened.checkRow(wish.row);
    const { prepareParams, followsAxis } = this.#partsOf(wish);
    const at = followsAxis ? axisPx : undefined;
    const relevant = prepareParams.filter(name => !rowParams.includes(name)).map(name => wish.params[name]);
    const band = this.#bandOf(wish);
    const key = JSON.stringify([wish.row, relevant, activeOf(wish), band, at]);
    const known = this.#rows.get(key);
    this.#rows.delete(key);
    const found =
      known && !known.isStopped ? known : new SharedWork(stop => this.#prepare(wish, band, at, this.#until(stop)));
    this.#rows.set(key, found);
    found.settled.catch(() => this.#rows.get(key) === found && this.#rows.delete(key));
    if (this.#rows.size > rowsKept) this.#rows.delete(this.#rows.keys().next().value!);
    return found.result(signal);
  }

  #until(signal?: AbortSignal): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }

  /** The slice of a row. */
  async slice(wish: LiveWish, axisPx: number, draft: boolean, signal?: AbortSignal): Promise<Slices> {
    return (await this.made(wish, axisPx, draft, signal)).slices;
  }

  /** The slice of a row; a draft is made by the Fourier method whatever the recipe says, of wide rows a coarse one, and left as it is. */
  async made(wish: LiveWish, axisPx: number, draft: boolean, signal?: AbortSignal): Promise<MadeSlice> {
    if (draft) {
      const [inputs, run] = await this.#begin(wish, axisPx, signal);
      return this.#draft(wish, inputs, run);
    }
    const key = JSON.stringify([wish.row, axisPx, wish.params, activeOf(wish)]);
    if (this.#newest?.key !== key || this.#newest.made.isStopped) {
      const newest = { key, made: new SharedWork(stop => this.#whole(wish, axisPx, stop)) };
      this.#newest = newest;
      newest.made.settled.catch(() => this.#newest === newest && (this.#newest = undefined));
    }
    return this.#newest.made.result(signal);
  }

  async #begin(wish: LiveWish, axisPx: number, signal?: AbortSignal): Promise<readonly [ReconInputs, PreviewRun]> {
    const prepared = await this.prepared(wish, signal, axisPx);
    const { lineIntegrals, anglesRad, axisShiftPx } = prepared;
    const inputs = { lineIntegrals, anglesRad, axisPx: (prepared.axisPx ?? axisPx) + axisShiftPx };
    return [inputs, { cache: 'off', priority: 'preview', signal: this.#until(signal) }];
  }

  async #whole(wish: LiveWish, axisPx: number, signal: AbortSignal): Promise<MadeSlice> {
    const [inputs, run] = await this.#begin(wish, axisPx, signal);
    const { recon, after } = this.#partsOf(wish);
    const started = performance.now();
    const isFourier = recon.id === ct.recon.id;
    const params = (isFourier ? this.fourierParams(wish) : this.#reconParams(wish)) as never;
    const made = await this.engine.run(recon, inputs as never, { params, ...run });
    const { slices, residuals } = made as unknown as { slices: Slices; residuals?: NdArray<'float64'> };
    const reconMs = performance.now() - started;
    return {
      slices: await this.#finished(slices, after, run),
      residuals: residuals ? Array.from(residuals.data).filter(Number.isFinite) : null,
      bin: 1,
      reconMs,
    };
  }

  async #draft(wish: LiveWish, inputs: ReconInputs, run: PreviewRun): Promise<MadeSlice> {
    const params = { ...this.fourierParams(wish), quality: 'fast' as const } as Record<string, unknown>;
    const started = performance.now();
    const width = inputs.lineIntegrals.shape[2]!;
    const isWhole = !Object.keys(params).some(name => name.startsWith('region'));
    const bin = isWhole ? draftBin(width) : 1;
    if (bin === 1) {
      const { slices } = await this.engine.run(ct.recon, inputs, { params: params as never, ...run });
      return { slices, residuals: null, bin, reconMs: performance.now() - started };
    }
    // where the filter ends is told as a share of the highest frequency, which is lower now
    const cutoff = Math.min(1, Number(params['cutoff'] ?? 1) * bin);
    const coarse = await this.engine.run(ct.recon, coarseRow(inputs, inputs.axisPx, bin), {
      params: { ...params, cutoff } as never,
      ...run,
    });
    const data = enlarged(coarse.slices.data, width, bin);
    const slices = ndarray(data, [1, width, width], ['row', 'y', 'x'] as const, '1/pixel');
    return { slices, residuals: null, bin, reconMs: performance.now() - started };
  }

  /** Slices after the operations on slices. */
  async #finished(slices: Slices, after: readonly CtOperation[], run: PreviewRun): Promise<Slices> {
    let finished = slices;
    for (const { algorithm, params } of after) {
      const kind = operationKinds().find(one => one.algorithm.id === algorithm)!;
      const numbers = kind.numbers.map(name => [name, typeof params[name] === 'number' ? params[name] : 0] as const);
      const others = Object.entries(params).filter(([name]) => !kind.numbers.includes(name));
      const inputs = { [kind.input]: finished, ...Object.fromEntries(numbers) };
      const made = await this.engine.run(kind.algorithm, inputs as never, {
        params: Object.fromEntries(others) as never,
        ...run,
      });
      finished = (made as Readonly<Record<string, unknown>>)[kind.output] as Slices;
    }
    return finished;
  }

  /** The row itself, or the rows around it that a leaning axis mixes with it. */
  #bandOf(wish: LiveWish): TiltBand {
    const { rows, columns } = this.opened.scan.description;
    const { firstRow = 0, endRow = rows } = wish.params as { readonly firstRow?: number; readonly endRow?: number };
    const place = { row: wish.row, rows, columns, middle: (firstRow + endRow - 1) / 2 };
    return tiltBand(activeOf(wish), place) ?? { firstRow: wish.row, endRow: wish.row + 1, axisShiftPx: 0 };
  }

  async #prepare(
    wish: LiveWish,
    band: TiltBand,
    axisPx: number | undefined,
    signal: AbortSignal,
  ): Promise<PreparedRow> {
    const { prepare, prepareParams, steps } = this.#partsOf(wish);
    if (steps.every(step => sameAsOpened.includes(step))) {
      const { average } = completeParams('ct.full', ct.full.params, wish.params);
      const { anglesRad } = this.opened.scan;
      return {
        lineIntegrals: await this.opened.row(wish.row, average),
        anglesRad: ndarray<'float64', readonly ['angle']>(anglesRad, [anglesRad.length], ['angle'], 'rad'),
        axisShiftPx: 0,
      };
    }
    const chosen = Object.entries(wish.params).filter(([name]) => prepareParams.includes(name));
    const { columns } = this.opened.scan.description;
    const params = {
      ...Object.fromEntries(chosen),
      // about which column a band is turned makes no difference to speak of
      ...(prepareParams.includes('axisPx') ? { axisPx: axisPx ?? (columns - 1) / 2 } : {}),
      ...{ firstRow: band.firstRow, endRow: band.endRow },
    };
    const run = this.engine.run(prepare, { scan: this.opened.scan } as never, {
      params: params as never,
      cache: 'off',
      priority: 'preview',
      signal,
    });
    const { lineIntegrals, anglesRad, axisPx: own } = (await run) as unknown as PreparedRow;
    return {
      ...(own === undefined ? {} : { axisPx: own }),
      lineIntegrals: rowOf(lineIntegrals, wish.row - band.firstRow),
      anglesRad,
      axisShiftPx: band.axisShiftPx,
    };
  }

  /** Parameters of the Fourier method: those of the recipe, or of what would be there without its stand-in. */
  fourierParams({ params, operations = [] }: LiveWish): Record<string, unknown> {
    const known = reconstructions();
    const without = operations.filter(({ algorithm }) => !known.includes(algorithm));
    return this.#reconParams({ row: 0, params, operations: without });
  }

  #reconParams({ params, operations }: LiveWish): Record<string, unknown> {
    const complete = completeParams('ct.full', ct.full.params, params) as Record<string, unknown>;
    const { reconParams } = this.#partsOf({ row: 0, params, operations });
    const entries = Object.entries(reconParams).flatMap(([name, source]): [string, unknown][] => {
      if ('param' in source) return complete[source.param] === undefined ? [] : [[name, complete[source.param]]];
      return 'value' in source ? [[name, source.value]] : [];
    });
    return Object.fromEntries(entries);
  }

  #partsOf(wish: LiveWish): LiveParts {
    const key = JSON.stringify(activeOf(wish));
    const parts = this.#parts.get(key) ?? liveParts(this.recipe(wish, null));
    this.#parts.set(key, parts);
    return parts;
  }

  /** The recipe of a wish. */
  recipe({ params, operations = [] }: LiveWish, axisPx: number | null): CtRecipe {
    return { path: this.opened.scan.description.path, axisPx, params, operations };
  }
}

/** Width of the slices of a recipe: that of the detector, but for a stitched full turn. */
export async function widthOf(live: LiveScan, wish: LiveWish, axisPx: number, columns: number): Promise<number> {
  if (!carries(wish.operations ?? [])) return columns;
  return (await live.slice(wish, axisPx, true)).shape[1]!;
}

/** One row of a band, [angle, 1, column]. */
function rowOf(band: PreparedRow['lineIntegrals'], row: number): PreparedRow['lineIntegrals'] {
  const [angles, rows, columns] = band.shape as [number, number, number];
  if (rows === 1) return band;
  const one = sharedArray('float32', [angles, 1, columns], ['angle', 'row', 'column'] as const);
  for (let angle = 0; angle < angles; angle++) {
    const from = (angle * rows + row) * columns;
    one.data.set(band.data.subarray(from, from + columns), angle * columns);
  }
  return one;
}

const activeOf = ({ operations = [] }: LiveWish): readonly CtOperation[] => operations.filter(({ off }) => !off);

/** @throws DaisyError `Input` for an axis that is not on the detector */
export function checkAxis(axisPx: number, columns: number): void {
  if (axisPx >= 0 && axisPx <= columns - 1) return;
  throw new DaisyError('Input', {
    message: `An axis at column ${axisPx} is not on the detector, which has columns 0 to ${columns - 1}.`,
    action: 'Give a column of the detector.',
    axisPx,
  });
}
