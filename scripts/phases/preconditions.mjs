/** What the machine must have before anything is installed: Node, Python with venv, disk. */
import { execFileSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { environment, inRoot, root } from '../setup/paths.mjs';
import { UserError } from '../setup/user-error.mjs';

const GIB = 1024 ** 3;
const oldestPython = [3, 10];

/** True when version `a` is at least `b`, compared number by number. */
export const atLeast = (a, b) => {
  for (let i = 0; i < b.length; i++) if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) > b[i];
  return true;
};

const question =
  'import sys, importlib.util as u; print(*sys.version_info[:3], bool(u.find_spec("venv") and u.find_spec("ensurepip")))';

/** What a Python says about itself; undefined when there is none of that name. */
function ask(command) {
  try {
    const [program, ...args] = command;
    const words = execFileSync(program, [...args, '-c', question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(' ');
    return { command, version: words.slice(0, 3).map(Number), hasVenv: words[3] === 'True' };
  } catch {
    return undefined;
  }
}

const candidates = () => {
  if (process.env.DAISY_PYTHON) return [[process.env.DAISY_PYTHON]];
  const names = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'].map(name => [name]);
  return process.platform === 'win32' ? [['py', '-3'], ...names] : names;
};

/**
 * The first Python >= 3.10 with the venv module; DAISY_PYTHON names one.
 *
 * @returns {{ command: string[], version: number[] }}
 * @throws {UserError} when there is none
 */
export function findPython(asked = candidates()) {
  const found = [];
  for (const command of asked) {
    const python = ask(command);
    if (python && atLeast(python.version, oldestPython) && python.hasVenv) return python;
    if (python) found.push(python);
  }
  const recent = found.find(python => atLeast(python.version, oldestPython));
  if (recent) {
    const version = recent.version.slice(0, 2).join('.');
    throw new UserError(
      `Python ${version} lacks its venv module: install it (Debian, Ubuntu: apt install python3-venv), then start again.`,
    );
  }
  const wanted = 'install Python 3.10 or newer with its venv module, or name one with DAISY_PYTHON=/path/to/python';
  if (found.length > 0) throw new UserError(`Python ${found[0].version.join('.')} is too old: ${wanted}.`);
  throw new UserError(
    process.env.DAISY_PYTHON
      ? `DAISY_PYTHON=${process.env.DAISY_PYTHON} is no Python: ${wanted}.`
      : `No Python was found: ${wanted}.`,
  );
}

/** Bytes that the phases to come will write. */
const needed = () => (existsSync(inRoot('node_modules')) ? 0.1 : 1) * GIB + (existsSync(environment) ? 0.1 : 0.8) * GIB;

/** @throws {UserError} when the disk of the checkout has too little room. */
export function checkDisk(folder = root, neededBytes = needed()) {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const gib = bytes => (bytes / GIB).toFixed(1);
  if (free < neededBytes) {
    throw new UserError(
      `The disk of ${folder} has ${gib(free)} GB free and ${gib(neededBytes)} GB are needed: free some space, then start again.`,
    );
  }
  return `${gib(free)} GB free`;
}

export const preconditions = {
  title: 'Node, Python, disk',
  run: () => `Node ${process.versions.node}, Python ${findPython().version.join('.')}, ${checkDisk()}`,
};
