import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { framesBetween, frameCount, type FrameSet } from './frame-set.js';
import { spreadAngles, type ScanAngles } from './scan-angles.js';
import { namesIn } from '../bytes/problems.js';

/** What the log of a scan of TOMCAT (SLS) tells of the images beside it: dark fields, flat fields, projections and flat fields again. */
export interface LoggedScan {
  readonly projections: FrameSet;
  readonly flats: FrameSet | null;
  readonly darks: FrameSet | null;
  readonly angles: ScanAngles;
}

/** Nothing in a longer file is looked at. */
const longest = 64 * 1024;

/** One series of images parted as a log in these folders says; null where there is none that counts as many images. */
export function partByLog(folders: readonly string[], images: FrameSet): LoggedScan | null {
  const count = frameCount(images);
  for (const path of logsIn(folders)) {
    const text = readFileSync(path, 'utf8').slice(0, longest);
    const numberOf = (what: string): number =>
      Number(new RegExp(`^${what}[^:\n]*:\\s*(-?[\\d.]+)`, 'im').exec(text)?.[1] ?? NaN);
    const [projections, darks, flats] = ['Number of projections', 'Number of darks', 'Number of flats'].map(numberOf);
    const first = darks! + flats!;
    const after = count - first - projections!;
    if (after !== 0 && after !== flats) continue;
    const parted = (runs: readonly (readonly [number, number])[]): FrameSet | null => {
      const some = runs.filter(([from, end]) => end > from);
      return some.length > 0 ? framesBetween(images, some) : null;
    };
    const fields = [[darks!, first] as const, [first + projections!, count] as const];
    const turnDeg = Math.abs(numberOf('Rot Y max position') - numberOf('Rot Y min position')) || 180;
    return {
      projections: parted([[first, first + projections!]])!,
      flats: parted(fields),
      darks: parted([[0, darks!]]),
      angles: {
        part: null,
        anglesRad: spreadAngles(projections!, turnDeg, true),
        why: `${path} counts ${darks} dark fields, ${flats} flat fields and ${projections} projections over ${turnDeg} degrees.`,
        warnings: [],
      },
    };
  }
  return null;
}

function logsIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap(folder => namesIn(folder).flatMap(name => (/\.log$/i.test(name) ? [join(folder, name)] : [])));
}
