import { resolve } from 'node:path';
import { ndarray, type NdArray } from '@daisy-lab/core';
import type { DataSink, SlabWriter } from '../data-source.js';
import { createSink } from '../source-kinds.js';
import type { LiveEvent, LiveFrame, LiveReport, LiveSource, SeriesBegin } from './live-source.js';

export interface RecordOptions {
  readonly overwrite?: boolean;
}

/**
 * Passes on what a live source gives, and writes its frames to an HDF5 file (NXdata; `/entry/data/data` over [frame, row, column], the
 * numbers of the frames beside it) on the way. Each series has a file: the first has the name, later ones `name-2.h5`, ... It gets its
 * name when the series is over or the loop is left.
 * @throws DaisyError `File` when it exists already (unless `overwrite`) or the folder does not take it.
 */
export async function* recordLive(
  live: LiveSource,
  path: string,
  { overwrite = false }: RecordOptions = {},
): AsyncGenerator<LiveEvent, void, undefined> {
  let recording: Recording | null = null;
  let begin: SeriesBegin | null = null;
  let files = 0;
  try {
    for await (const event of live) {
      if (event.kind === 'begin') begin = event;
      else if (event.kind === 'frame') {
        recording ??= await Recording.start(numbered(path, ++files), overwrite, begin, event);
        await recording.add(event);
      } else {
        await recording?.finish(event.report);
        recording = null;
      }
      yield event;
    }
  } finally {
    await recording?.finish(live.report);
  }
}

class Recording {
  readonly #sink: DataSink;
  readonly #writers: Readonly<Record<string, SlabWriter>>;
  readonly #numbers: number[] = [];

  private constructor(sink: DataSink, writers: Readonly<Record<string, SlabWriter>>) {
    this.#sink = sink;
    this.#writers = writers;
  }

  static async start(
    path: string,
    overwrite: boolean,
    begin: SeriesBegin | null,
    { series, channels }: LiveFrame,
  ): Promise<Recording> {
    const sink = await createSink(path, { overwrite });
    sink.group('/', { NX_class: 'NXroot', default: 'entry' });
    sink.group('/entry', { NX_class: 'NXentry', default: 'data', series, start_time: new Date().toISOString() });
    sink.group('/entry/source', { NX_class: 'NXcollection', ...begin?.attributes });
    sink.group('/entry/data', { NX_class: 'NXdata', signal: 'data', axes: ['number', '.', '.'] });
    const names = Object.keys(channels);
    const writers = names.map((name, index) => {
      const { dtype, shape } = channels[name]!;
      const place = index === 0 ? 'data' : name.replaceAll('/', '|');
      return [name, sink.create(`/entry/data/${place}`, { dtype, shape: [Infinity, ...shape] }, { long_name: name })];
    });
    return new Recording(sink, Object.fromEntries(writers) as Record<string, SlabWriter>);
  }

  async add({ number, channels }: LiveFrame): Promise<void> {
    for (const [name, writer] of Object.entries(this.#writers)) await writer.append(channels[name]!.data);
    this.#numbers.push(number);
  }

  async finish({ missingCount, dropped, damaged, ended }: LiveReport): Promise<void> {
    const numbers = ndarray(Float64Array.from(this.#numbers), [this.#numbers.length], ['frame']);
    this.#sink.write('/entry/data/number', numbers as NdArray, { long_name: 'number of the frame' });
    const counts = { missing: missingCount, dropped, damaged, ended: Number(ended) };
    for (const [name, value] of Object.entries(counts)) this.#sink.writeScalar(`/entry/source/${name}`, value);
    await this.#sink.finish();
  }
}

function numbered(path: string, file: number): string {
  return resolve(file === 1 ? path : path.replace(/(\.\w+)?$/, extension => `-${file}${extension}`));
}
