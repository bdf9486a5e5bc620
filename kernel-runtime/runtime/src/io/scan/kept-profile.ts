import { existsSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadProfile, saveProfile, type ScanProfile } from './scan-profile.js';

/** Which scans a profile that is kept beside them is for. */
export type ProfileReach = 'scan' | 'folder';

/** A profile that was found beside a scan. */
export interface KeptProfile {
  readonly file: string;
  readonly reach: ProfileReach;
  readonly profile: ScanProfile;
}

/** `tooth.h5.scan.json` beside the scan, or `scan-profile.json` for all scans of the folder. */
export function profileFile(scan: string, reach: ProfileReach): string {
  const path = scan.replace(/\/+$/, '');
  return reach === 'scan' ? `${path}.scan.json` : join(dirname(path), 'scan-profile.json');
}

/**
 * The profile that was kept for a scan; its own comes before that of its folder.
 * @throws DaisyError `File` when it cannot be read.
 */
export function keptProfile(scan: string): KeptProfile | null {
  for (const reach of ['scan', 'folder'] as const) {
    const file = profileFile(scan, reach);
    if (existsSync(file)) return { file, reach, profile: loadProfile(file) };
  }
  return null;
}

/** Keeps a profile beside a scan, where every later `openScan` finds it; an empty one is forgotten. */
export function keepProfile(scan: string, reach: ProfileReach, profile: ScanProfile): string | null {
  const file = profileFile(scan, reach);
  if (Object.keys(profile).length === 0) {
    rmSync(file, { force: true });
    return null;
  }
  saveProfile(file, profile);
  return file;
}

/** How the reason of a mapping names its file. */
export const keptBecause = ({ file }: KeptProfile): string => `Mapped by ${basename(file)} beside the scan.`;
