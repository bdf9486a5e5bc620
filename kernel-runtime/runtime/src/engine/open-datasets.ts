import type { Ports, PortType } from '@daisy-lab/core';
import { openDataset } from '../io/dataset-kinds.js';

/** Inputs in which datasets that are given as a path (`'scan.h5'` or `{ path: 'scan.h5' }`), alone or in lists, have been opened. */
export async function openDatasets(
  ports: Ports,
  values: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(values).map(async ([name, value]) => [name, await opened(ports[name]?.type, value)]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
}

async function opened(type: PortType | undefined, value: unknown): Promise<unknown> {
  if (type?.kind === 'optional') return opened(type.of, value);
  if (type?.kind === 'list' && Array.isArray(value)) return Promise.all(value.map(entry => opened(type.of, entry)));
  if (type?.kind === 'file' && typeof value === 'string') return { path: value };
  if (type?.kind !== 'dataset') return value;
  const path = pathOf(value);
  return path === null ? value : openDataset(type.dataset, path);
}

/** The path when a value is nothing but one. */
function pathOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'path') return null;
  return String((value as { path: unknown }).path);
}
