/** The working folder of a first visit: a scan computed from known ellipses, and the tour notebook. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../setup/command.mjs';
import { fingerprint, stampOf } from '../setup/fingerprint.mjs';
import { demoFolder, demoScan, inRoot } from '../setup/paths.mjs';

const scan = {
  title: 'Demonstration scan',
  inputs: [inRoot('kernel-runtime/techniques/src/ct/phantom'), inRoot('kernel-runtime/runtime/src/cli/demo.ts')],
  outputs: [join(demoFolder, demoScan)],
  run: async () => {
    mkdirSync(demoFolder, { recursive: true });
    await mustRun(
      'Making the demonstration scan',
      process.execPath,
      ['kernel-runtime/runtime/bin/daisy.mjs', 'demo', demoFolder],
      { log: 'demo.log' },
    );
    return join('build/demo', demoScan);
  },
};

/** Copies the tour unless the user has worked in the copy: a notebook that somebody changed is theirs. */
const tour = {
  title: 'Tour notebook',
  run: () => {
    const source = inRoot('binder/notebooks/tour.ipynb');
    const copy = join(demoFolder, 'tour.ipynb');
    if (!existsSync(source)) return 'not there';
    const stamp = stampOf('tour-copy');
    if (existsSync(copy)) {
      if (!stamp.matches(fingerprint([copy]))) return 'yours, kept';
      if (stamp.matches(fingerprint([copy], [])) && fingerprint([source]) === fingerprint([copy]))
        return 'unchanged, skipped';
    }
    mkdirSync(demoFolder, { recursive: true });
    copyFileSync(source, copy);
    stamp.write(fingerprint([copy]));
    return 'build/demo/tour.ipynb';
  },
};

export const demonstrationPhases = [scan, tour];
