import { DataProviderApi, DTypeClass } from '@h5web/app';
import type { ArrayShape, Dataset, Entity, ProvidedEntity, ScalarShape, ValuesStoreParams } from '@h5web/app';
import type { DataItem, DataSelection, KernelLink, TypedArray } from '@daisy-lab/core';
import { providedEntity } from './types.js';

type Values = Dataset<ScalarShape | ArrayShape>;

/** More is not asked for at once: these views hold all that they show. */
const mostValues = 20_000_000;
/** Values that are no plain numbers, as the kernel gives them in one answer. */
const mostItems = 100_000;
/** A longer line keeps the page busy for minutes. */
const mostPoints = 300_000;

const numbers: readonly DTypeClass[] = [DTypeClass.Integer, DTypeClass.Float, DTypeClass.Bool, DTypeClass.Enum];

/** A group with more members than these views list. */
export interface LargeGroup {
  readonly path: string;
  readonly listed: number;
  readonly members: number;
}

/** A file as h5web asks for it, read by the kernel. */
export class KernelProvider extends DataProviderApi {
  readonly #link: KernelLink;
  readonly #attributes = new Map<string, Readonly<Record<string, DataItem>>>();

  /** @param onLarge told of groups of which only the first members are listed */
  constructor(
    link: KernelLink,
    filepath: string,
    private readonly onLarge: (group: LargeGroup) => void = () => undefined,
  ) {
    super(filepath);
    this.#link = link;
  }

  override async getEntity(path: string): Promise<ProvidedEntity> {
    const { result } = await this.#link.request('data.entity', { path: this.filepath, object: path });
    for (const { path: known, attributes } of [result, ...(result.children ?? [])]) {
      this.#attributes.set(known, Object.fromEntries(attributes.map(({ name, value }) => [name, value])));
    }
    if (result.members !== undefined)
      this.onLarge({ path, listed: result.children?.length ?? 0, members: result.members });
    return providedEntity(result);
  }

  override async getAttrValues({ path }: Entity): Promise<Record<string, unknown>> {
    if (!this.#attributes.has(path)) await this.getEntity(path);
    return { ...this.#attributes.get(path) };
  }

  override async getValue({ dataset, selection }: ValuesStoreParams, signal?: AbortSignal): Promise<unknown> {
    const place = { path: this.filepath, dataset: dataset.path, selection: rangesOf(selection) };
    const options = signal ? { signal } : {};
    if (dataset.shape.dims.some(length => length === 0)) throw new Error('There are no values.');
    if (!isNumeric(dataset)) {
      checkItems(dataset, place.selection);
      const { result } = await this.#link.request('data.items', place, options);
      const items = withNumbers(result.items);
      return isSingle(selection) && Array.isArray(items) ? (items[0] as unknown) : items;
    }
    checkSize(dataset, place.selection);
    const { arrays } = await this.#link.request('data.values', place, options);
    const data = arrays?.['data']?.data as TypedArray | undefined;
    return dataset.shape.dims.length === 0 ? data?.[0] : data;
  }
}

/** One value of a dataset with axes: it is asked for by its indices alone. */
const isSingle = (selection: string | undefined): boolean => selection !== undefined && !selection.includes(':');

const isNumeric = (dataset: Values): boolean => numbers.includes(dataset.type.class);

/** `0,:,2:5` as ranges of the axes. */
function rangesOf(text: string | undefined): DataSelection {
  if (!text) return [];
  return text.split(',').map(part => {
    if (part === ':') return null;
    const [first, end] = part.split(':').map(Number);
    return [first!, end ?? first! + 1] as const;
  });
}

const countsOf = ({ shape }: Values, selection: DataSelection): readonly number[] =>
  shape.dims.map((length, axis) => (selection[axis] ? selection[axis][1] - selection[axis][0] : length));

function checkItems(dataset: Values, selection: DataSelection): void {
  const count = countsOf(dataset, selection).reduce((product, length) => product * length, 1);
  if (count > mostItems) throw new Error(`${count} values are too many for this view; "Table" shows all of them.`);
}

function checkSize(dataset: Values, selection: DataSelection): void {
  const counts = countsOf(dataset, selection);
  const isLine = counts.filter(count => count > 1).length === 1;
  if (isLine && Math.max(...counts) > mostPoints) {
    throw new Error(
      `A line of ${Math.max(...counts)} values is too long for this view; "Curve" draws it with all its peaks.`,
    );
  }
  if (counts.reduce((product, count) => product * count, 1) <= mostValues) return;
  throw new Error(`${counts.join(' x ')} values are too many for this view, which holds all that it shows.`);
}

/** What JSON cannot say, numbers that are not finite, are not a number here. */
function withNumbers(item: DataItem): unknown {
  if (item === null) return Number.NaN;
  return Array.isArray(item) ? item.map(withNumbers) : item;
}
