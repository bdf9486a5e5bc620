import { resolve } from 'node:path';
import { DaisyError, type RunRecord, type Services } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../../io/data-source.js';
import { readPool } from '../../io/hdf5/threads/read-pool.js';
import { withSource } from '../../io/source-kinds.js';
import { asCodecWish } from '../../io/storage/codecs.js';
import type { BackgroundRun } from '../../jobs/background-run.js';
import { RechunkRun } from '../../jobs/rechunk-run.js';
import { describeEntity } from './describe-entity.js';
import { describeObject } from './describe-object.js';
import { firstDataset } from './first-dataset.js';
import { membersOf } from './members.js';
import { OpenFiles } from './open-files.js';
import { readCurve } from './read-curve.js';
import { readItems } from './read-items.js';
import { readValues } from './read-values.js';
import { searchMembers } from './search-members.js';

/** Looking around in data files: names page by page, facts, and parts of the values; copies are told to `follow`. */
export function browseServices(
  cwd: string,
  follow: (run: BackgroundRun) => RunRecord,
): { services: Services; close(): void } {
  const files = new OpenFiles();
  const look = <T>(path: string, use: (source: DataSource) => T): Promise<T> => files.use(resolve(cwd, path), use);
  const services: Services = {
    'data.list': async ({ path, group, first, count }) => {
      // who opens a file will look into it
      readPool.prepare();
      const result = await look(path, source => {
        const { names, entry } = membersOf(source, group);
        return { total: names.length, entries: names.slice(Math.max(0, first), Math.max(0, first) + count).map(entry) };
      });
      return { result };
    },
    'data.search': async ({ path, words, most, attributes }) => ({
      result: await look(path, source => searchMembers(source, words, most, attributes)),
    }),
    'data.describe': async ({ path, object }) => ({
      result: await look(path, source => describeObject(source, object)),
    }),
    'data.entity': async ({ path, object }) => ({
      result: await look(path, source => describeEntity(source, object)),
    }),
    'data.items': async ({ path, dataset, selection }) => ({
      result: await look(path, source => ({ items: readItems(source, infoOf(source, dataset), selection) })),
    }),
    'data.first': async ({ path }) => ({ result: { dataset: await look(path, firstDataset) } }),
    'data.values': async ({ path, dataset, selection }, { signal }) =>
      withSource(resolve(cwd, path), async source => {
        const values = await readValues(source, infoOf(source, dataset), selection, signal);
        const { shape, dtype } = values;
        if (dtype === null) return { result: { shape, dtype, texts: values.texts } };
        return { result: { shape, dtype }, arrays: { data: { dtype, shape, data: values.data } } };
      }),
    'data.curve': async ({ path, dataset, ...line }, { signal }) =>
      withSource(resolve(cwd, path), async source => {
        const { shape } = infoOf(source, dataset);
        const { values, ...result } = await readCurve(source, shape, { dataset, ...line }, signal);
        return { result, arrays: { values: { dtype: 'float64', shape: [values.length], data: values } } };
      }),
    'data.rechunk': async ({ path, file, codec, ...options }) => {
      const wish = codec === undefined ? {} : { codec: asCodecWish(codec) };
      return { result: follow(new RechunkRun(resolve(cwd, path), resolve(cwd, file), { ...options, ...wish })) };
    },
  };
  return { services, close: () => files.closeAll() };
}

function infoOf(source: DataSource, dataset: string): DatasetInfo {
  const info = source.describe(dataset);
  if (info) return info;
  throw new DaisyError('File', {
    message: `There is no dataset ${dataset} in ${source.path}.`,
    action: 'Choose another one; the file may have changed.',
    path: source.path,
  });
}
