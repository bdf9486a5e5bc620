import { DaisyError, type LazyArray, type NdArray, type OutputTaker, type Provenance } from '@daisy-lab/core';
import type { DataSink, SlabWriter } from './data-source.js';
import { readPart } from './read-part.js';
import {
  beginData,
  beginVolumes,
  endData,
  endVolumes,
  samplePlaces,
  type ArrayFacts,
  type SaveOptions,
} from './save-volume.js';
import { createSink, withSource } from './source-kinds.js';
import { chooseStorage } from './storage/choose-storage.js';

/**
 * The file of an array that a run gives piece by piece: what `saveVolume` writes, without the array being anywhere as a whole.
 */
export class GrowingVolume implements OutputTaker {
  readonly #file: string;
  readonly #name: string;
  readonly #options: SaveOptions;
  #sink: DataSink | undefined;
  #writer: SlabWriter | undefined;
  #array: ArrayFacts | undefined;
  #path: string | undefined;
  #isReadable = false;

  /** @param name of the output, and of its group in the file */
  constructor(file: string, name: string, options: SaveOptions) {
    this.#file = file;
    this.#name = name;
    this.#options = options;
  }

  /** Whether the run has given the output here; else it is to be saved as a whole. */
  get isBegun(): boolean {
    return this.#array !== undefined;
  }

  /** A file that can be read as far as it has come; undefined before there is one. */
  get growing(): string | undefined {
    return this.#isReadable && this.#path === undefined ? this.#sink?.growing : undefined;
  }

  samplePlaces(length: number): readonly number[] {
    return samplePlaces(length);
  }

  async begin(sample: readonly NdArray[], shape: readonly number[]): Promise<void> {
    const { dtype, axes, unit } = sample[0]!;
    this.#array = { dtype, shape, axes, ...(unit === undefined ? {} : { unit }) };
    const { access = 'frames', codec, overwrite = false } = this.#options;
    const wish = { dtype, shape, access, sample: sample.map(({ data }) => data), ...(codec ? { codec } : {}) };
    this.#sink = await createSink(this.#file, { overwrite });
    beginVolumes(this.#sink, this.#name);
    const attributes = beginData(this.#sink, this.#name, this.#array);
    const spec = { dtype, shape, storage: chooseStorage(wish) };
    this.#writer = this.#sink.create(`/entry/${this.#name}/data`, spec, attributes);
  }

  async take(piece: NdArray, start: number): Promise<void> {
    if (this.#options.signal?.aborted) throw DaisyError.cancelled('Writing');
    await this.#writer!.put!([start, ...piece.shape.slice(1).map(() => 0)], piece);
    if (this.#isReadable) return;
    await this.#sink!.flush?.();
    this.#isReadable = true;
  }

  taken(): LazyArray {
    const array = this.#array!;
    const readPartOf = async (axis: number, start: number, end: number): Promise<NdArray> => {
      await this.#sink?.flush?.();
      const selection = array.shape.map((_, index) => (index === axis ? ([start, end] as const) : null));
      const dataset = `/entry/${this.#name}/data`;
      return withSource(this.#path ?? this.#sink!.growing!, async source => ({
        ...(await readPart(source, dataset, selection)),
        axes: array.axes,
      }));
    };
    return {
      ...array,
      get data(): never {
        throw new DaisyError('Resource', {
          message: 'This array has gone to its file while it was made.',
          action: 'Read parts of it (readPart), or open the file.',
        });
      },
      readPart: readPartOf,
    };
  }

  /** Ends the file with the numbers among the values of the run; gives its path. */
  async finish(values: Readonly<Record<string, unknown>>, provenance: Provenance): Promise<string> {
    const sink = this.#sink!;
    await endData(sink, this.#name, this.#array!);
    this.#path = await endVolumes(sink, [this.#name], values, provenance);
    return this.#path;
  }

  /** Removes what was written of a file that is not finished. */
  async abort(): Promise<void> {
    if (this.#path === undefined) await this.#sink?.abort();
  }
}
