/**
 * Adds to package-lock.json the optional packages of other platforms that the registry at hand does not serve, so that `npm ci`
 * accepts the lockfile everywhere. Run after every change of dependencies: `node scripts/complete-lockfile.mjs`.
 *
 * Such an entry has a version and the platforms it is for, no checksum; npm skips it where the platform does not match.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

let added = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(place, name) || !/^\d/.test(version)) continue;
    const platform = platformOf(name);
    if (!platform) throw new Error(`${name} does not tell its platform: add it to the lists of this script.`);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added++;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
console.log(`${added} optional packages of other platforms added`);

/** True when the lockfile resolves `name` for the package at `place`: in its own node_modules or those of a folder above. */
function isThere(place, name) {
  for (let folder = place; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder.includes('node_modules')) return false;
  }
}

function platformOf(name) {
  const words = name.replace(/^.*\//, '').replace('armv7', 'arm').split('-');
  const os = systems.filter(system => words.includes(system));
  const cpu = processors.filter(processor => words.includes(processor));
  return os.length > 0 || cpu.length > 0
    ? { ...(cpu.length > 0 ? { cpu } : {}), ...(os.length > 0 ? { os } : {}) }
    : undefined;
}
