/** node_modules as package-lock.json says. */
import { existsSync, readFileSync } from 'node:fs';
import { mustRun } from '../setup/command.mjs';
import { inRoot } from '../setup/paths.mjs';

const packagesOf = file => JSON.parse(readFileSync(inRoot(file), 'utf8')).packages;

/** True when every package of the lockfile is there in its version; packages for other platforms may be absent. */
export function packagesAreCurrent() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json'))
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, optional }]) =>
      installed[path] ? installed[path].version === version : optional === true,
    );
}

export const npmPackages = {
  title: 'npm packages',
  run: async () => {
    if (packagesAreCurrent()) return 'unchanged, skipped';
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await mustRun(
      'Installing the npm packages',
      npm,
      ['ci', '--no-audit', '--no-fund', '--fetch-retry-mintimeout=2000'],
      {
        log: 'npm.log',
        env: { ...process.env, NODE_ENV: 'development' },
      },
    );
    return `${Object.keys(packagesOf('node_modules/.package-lock.json')).length} installed`;
  },
};
