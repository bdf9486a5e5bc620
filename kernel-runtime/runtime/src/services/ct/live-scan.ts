import {
  completeParams,
  DaisyError,
  ndarray,
  type CtOperation,
  type CtRecipe,
  type Engine,
  type NdArray,
} from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { OpenedScan } from './opened-scan.js';
import { liveParts, type LiveParts } from './recipe-algorithm.js';

/** Rows whose prepared data are kept: a new axis costs a reconstruction and no reading. */
const rowsKept = 8;

/** Steps that the sinogram on the screen has gone through as well; it is read and computed once for both. */
const sameAsOpened: readonly string[] = [ct.read.id, ct.flatLog.id];

/** A live slice has its own row. */
const rowParams: readonly string[] = ['firstRow', 'endRow'];

export interface PreparedRow {
  readonly lineIntegrals: NdArray<'float32', readonly ['angle', 'row', 'column']>;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
}

/** What single rows are prepared and reconstructed with. */
export interface LiveWish {
  readonly row: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly operations?: readonly CtOperation[] | undefined;
}

export type Slices = NdArray<'float32', readonly ['row', 'y', 'x']>;

/** Single rows of an opened scan through the workflow of a recipe: the same steps and numbers as those of a run. */
export class LiveScan {
  readonly #parts = new Map<string, LiveParts>();
  readonly #rows = new Map<string, Promise<PreparedRow>>();

  constructor(
    readonly opened: OpenedScan,
    private readonly engine: Engine,
  ) {}

  /** All steps before the reconstruction. */
  prepared(wish: LiveWish, signal?: AbortSignal): Promise<PreparedRow> {
    this.opened.checkRow(wish.row);
    const { prepareParams } = this.#partsOf(wish);
    const relevant = prepareParams.filter(name => !rowParams.includes(name)).map(name => wish.params[name]);
    const key = JSON.stringify([wish.row, relevant, activeOf(wish)]);
    const found = this.#rows.get(key) ?? this.#prepare(wish, signal);
    this.#rows.delete(key);
    this.#rows.set(key, found);
    found.catch(() => this.#rows.delete(key));
    if (this.#rows.size > rowsKept) this.#rows.delete(this.#rows.keys().next().value!);
    return found;
  }

  /** The slice of a row. */
  async slice(wish: LiveWish, axisPx: number, draft: boolean, signal?: AbortSignal): Promise<Slices> {
    return this.reconstruct(await this.prepared(wish, signal), wish, axisPx, draft, signal);
  }

  /** Slices of prepared rows. */
  async reconstruct(
    prepared: PreparedRow,
    wish: LiveWish,
    axisPx: number,
    draft: boolean,
    signal?: AbortSignal,
  ): Promise<Slices> {
    const params = this.#reconParams(wish);
    const quality = draft ? { quality: 'fast' as const } : {};
    const { slices } = await this.engine.run(
      ct.recon,
      { ...prepared, axisPx },
      { params: { ...params, ...quality } as never, cache: 'off', priority: 'preview', ...(signal ? { signal } : {}) },
    );
    return slices;
  }

  async #prepare(wish: LiveWish, signal?: AbortSignal): Promise<PreparedRow> {
    const { prepare, prepareParams, steps } = this.#partsOf(wish);
    if (steps.every(step => sameAsOpened.includes(step))) {
      const { average } = completeParams('ct.full', ct.full.params, wish.params);
      const { anglesRad } = this.opened.scan;
      return {
        lineIntegrals: await this.opened.row(wish.row, average),
        anglesRad: ndarray<'float64', readonly ['angle']>(anglesRad, [anglesRad.length], ['angle'], 'rad'),
      };
    }
    const chosen = Object.entries(wish.params).filter(([name]) => prepareParams.includes(name));
    const params = { ...Object.fromEntries(chosen), firstRow: wish.row, endRow: wish.row + 1 };
    const run = this.engine.run(prepare, { scan: this.opened.scan } as never, {
      params: params as never,
      cache: 'off',
      priority: 'preview',
      ...(signal ? { signal } : {}),
    });
    return (await run) as unknown as PreparedRow;
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
