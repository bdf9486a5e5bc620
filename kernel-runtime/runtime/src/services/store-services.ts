import { resolve } from 'node:path';
import {
  isNdArray,
  DaisyError,
  itemSize,
  maxResultBytes,
  sizeOf,
  type NdArray,
  type ServiceReply,
  type Services,
  type WireData,
} from '@daisy-lab/core';
import { StoreView } from '../store/objects/store-view.js';
import { columnsOf } from '../store/objects/table-columns.js';
import { bytesText } from '../store/results/byte-size.js';
import type { Emit } from './emit.js';
import { objectFrames } from './viewer/object-frames.js';
import type { Viewers } from './viewer/viewers.js';

/** The objects of the notebook, for any screen, also while a cell computes. */
export function storeServices(emit: Emit, cwd: string, viewers: Viewers): { services: Services; close(): void } {
  const view = new StoreView();
  const stop = view.onChange(() => void view.usage().then(usage => emit('store', 'changed', usage)));
  const services: Services = {
    'store.list': async () => ({ result: { objects: await view.list(), usage: await view.usage() } }),
    'store.usage': async () => ({ result: await view.usage() }),
    'store.describe': async ({ object }) => ({ result: await view.describe(object) }),
    'store.read': async ({ object, selection }) => replyOf(await view.read(object, selection)),
    'store.view': async ({ object, by }) => {
      const described = await view.describe(object);
      return { result: viewers.open(objectFrames(described, by, selection => view.read(described.id, selection))) };
    },
    'store.origin': async ({ object }) => ({ result: { origin: await view.origin(object) } }),
    'store.rename': async ({ object, name }) => ({ result: await view.rename(object, name) }),
    'store.save': async ({ object, path, overwrite = false }) => ({
      result: { path: await view.save(object, resolve(cwd, path), { overwrite }) },
    }),
    'store.remove': async ({ object, force = false }) => {
      await view.remove(object, force);
      return { result: {} };
    },
  };
  const close = (): void => {
    stop();
    view.close();
  };
  return { services, close };
}

async function replyOf(value: unknown): Promise<ServiceReply<'store.read'>> {
  if (isNdArray(value)) return arrayReply(value);
  const columns = columnsOf(value);
  if (!columns) return { result: { kind: 'value', value } };
  const numbers = Object.entries(columns).filter(([, column]) => ArrayBuffer.isView(column));
  const words = Object.entries(columns).filter(([, column]) => !ArrayBuffer.isView(column));
  const rows = Object.values(columns)[0]?.length ?? 0;
  const arrays = numbers.map(([name, data]) => [name, { dtype: 'float64', shape: [rows], data }] as const);
  return {
    result: {
      kind: 'table',
      columns: Object.keys(columns),
      words: Object.fromEntries(words) as Record<string, string[]>,
    },
    arrays: Object.fromEntries(arrays) as WireData,
  };
}

function arrayReply(array: NdArray): ServiceReply<'store.read'> {
  const { dtype, shape, axes, unit } = array;
  const bytes = sizeOf(shape) * itemSize(dtype);
  if (bytes > maxResultBytes) {
    throw new DaisyError('Input', {
      message: `${bytesText(bytes)} are too much for one answer (${bytesText(maxResultBytes)}).`,
      action: 'Select a part of the array.',
    });
  }
  const result = { kind: 'array' as const, dtype, shape, axes, ...(unit === undefined ? {} : { unit }) };
  return { result, arrays: { data: { dtype, shape, data: array.data } } };
}
