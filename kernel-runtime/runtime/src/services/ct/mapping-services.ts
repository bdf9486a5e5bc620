import { resolve } from 'node:path';
import type { CtDataset, CtMapping, Services } from '@daisy-lab/core';
import { withSource } from '../../io/source-kinds.js';
import { keepProfile, keptProfile, profileFile } from '../../io/scan/kept-profile.js';
import type { ScanProfile } from '../../io/scan/scan-profile.js';

/** More than anyone reads in a list. */
const mostDatasets = 500;

/** Where the parts of a scan are, as a person says; kept beside the scan, where runs, cells and commands find it too. */
export function mappingServices(cwd: string): Services {
  return {
    'ct.mapping': async ({ path }) => {
      const scan = resolve(cwd, path);
      const kept = keptProfile(scan);
      const datasets = await withSource(scan, source => datasetsOf(source)).catch(() => []);
      return { result: { datasets, mapping: (kept?.profile ?? {}) as CtMapping, reach: kept?.reach ?? null } };
    },
    'ct.map': async ({ path, mapping, reach }) => {
      const scan = resolve(cwd, path);
      const said = Object.entries(mapping).filter(([, value]) => value !== undefined && value !== '');
      const file = keepProfile(scan, reach, Object.fromEntries(said) as ScanProfile);
      // what is kept for the folder would stay hidden behind a profile of the scan alone
      if (reach === 'folder') keepProfile(scan, 'scan', {});
      return { result: { file: file ?? profileFile(scan, reach), kept: file !== null } };
    },
  };
}

/** Datasets of numbers with one to three axes. */
function datasetsOf(source: Parameters<Parameters<typeof withSource>[1]>[0]): readonly CtDataset[] {
  const found: CtDataset[] = [];
  for (const { path } of source.tree()) {
    const info = source.describe(path);
    if (!info?.dtype || info.shape.length < 1 || info.shape.length > 3) continue;
    found.push({ path, shape: info.shape, dtype: info.dtype });
    if (found.length === mostDatasets) break;
  }
  return found;
}
