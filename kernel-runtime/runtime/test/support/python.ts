import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { freshFolder } from './worlds.ts';

const candidates = [
  process.env['DAISY_PYTHON'],
  resolve('build', 'oracles', 'bin', 'python'),
  resolve('build', 'oracles', 'Scripts', 'python.exe'),
  resolve('.venv', 'bin', 'python'),
];

/** A Python that has these packages: that of DAISY_PYTHON, or the one that `npm test` makes for such; null, and a printed reason, without. */
export function pythonWith(...packages: readonly string[]): string | null {
  const imports = `import ${packages.join(', ')}`;
  for (const python of candidates) {
    if (!python || (python.includes('/') && !existsSync(python))) continue;
    if (spawnSync(python, ['-c', imports], { stdio: 'ignore' }).status === 0) return python;
  }
  process.stdout.write(`skipped: no Python with ${packages.join(' and ')}; set DAISY_PYTHON to one\n`);
  return null;
}

/** Runs a program of Python in a folder and returns what it prints. */
export function runPython(python: string, program: string, folder: string = freshFolder()): string {
  return execFileSync(python, ['-c', program], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
