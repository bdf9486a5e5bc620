import { join } from 'node:path';
import type { CtRecipe, MethodName, MethodParams, MethodResult } from '@daisy-lab/core';
import { createServices } from '../../lib/services/index.js';
import { freshFolder, smallScan } from './worlds.ts';

/** The services of a kernel in a fresh folder, as the CT screens ask them. */
export function ctWorld() {
  const cwd = freshFolder();
  const { services, close } = createServices({ cwd, emit: () => undefined });
  const { signal } = new AbortController();
  const ask = async <M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> =>
    (await services[method]!(params as never, { signal })).result as MethodResult<M>;
  const pixels = async (handle: string, frame: number, size = 32): Promise<Float32Array> => {
    const place = { x: 0, y: 0, width: size, height: size, binX: 1, binY: 1, pool: 'mean', quality: 'exact' } as const;
    const { arrays } = await services['viewer.tile']!({ handle, frame, ...place }, { signal });
    return arrays!['data']!.data as Float32Array;
  };
  return { cwd, services, signal, ask, pixels, ended, close };
}

/** The same with the small scan opened: its axis lies at 15 on 32 columns and 8 rows. */
export async function smallCtWorld() {
  const world = ctWorld();
  const recipe: CtRecipe = { path: join(world.cwd, 'scan.h5'), axisPx: 15, params: {}, operations: [] };
  await smallScan(recipe.path);
  const { scan } = await world.ask('ct.open', { path: 'scan.h5' });
  return { ...world, recipe, scan };
}

/** Largest difference of two pictures. */
export const furthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);

async function ended(look: () => Promise<{ readonly state: string }>): Promise<void> {
  while (['queued', 'running'].includes((await look()).state)) await new Promise(resolve => setTimeout(resolve, 20));
}
