import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { findProgram } from './programs.js';

/** The Python of this machine. */
export interface PythonFacts {
  readonly program: string;
  readonly version: string;
}

/** A module that Python has, by the version of the package it comes from; empty where the package names none. */
export type PythonPackages = Readonly<Record<string, string | null>>;

const answers = new Map<string, PythonPackages>();

/**
 * The interpreter for Python bodies: the environment variable DAISY_PYTHON, else that of the active environment, else the one on the PATH.
 * @throws DaisyError `Resource` when there is none
 */
export function pythonProgram(): string {
  const found = findPython();
  if (found !== null) return found;
  const named = process.env['DAISY_PYTHON'];
  throw new DaisyError('Resource', {
    message: named ? `DAISY_PYTHON names ${named}, which is no program.` : 'There is no Python on the PATH.',
    action: 'Install Python 3, or name one by the environment variable DAISY_PYTHON.',
  });
}

/** Path of the interpreter; null when there is none. Nothing is started. */
export function findPython(): string | null {
  const { DAISY_PYTHON: named, VIRTUAL_ENV: venv, CONDA_PREFIX: conda } = process.env;
  if (named) return findProgram(named);
  const inside = process.platform === 'win32' ? ['python.exe'] : ['bin', 'python'];
  const active = [venv, conda].flatMap(folder => (folder ? [join(folder, ...inside)] : []));
  for (const candidate of [...active, 'python3', 'python']) {
    const found = findProgram(candidate);
    if (found !== null) return found;
  }
  return null;
}

/** Version of the interpreter; null when there is none that runs. Starts it. */
export function pythonFacts(): PythonFacts | null {
  const program = findPython();
  if (program === null) return null;
  const version = ask(program, 'import platform; print(platform.python_version())');
  return version === null ? null : { program, version: version.trim() };
}

/**
 * Which of some modules Python has. It is started once for each new question (about 50 ms); what is installed later is seen when
 * this process starts again.
 */
export function pythonPackages(modules: readonly string[]): PythonPackages {
  const program = findPython();
  const key = (name: string): string => `${program}\n${name}`;
  const unknown = modules.filter(name => !answers.has(key(name)));
  if (program !== null && unknown.length > 0) {
    const found = JSON.parse(ask(program, survey, unknown) ?? '{}') as PythonPackages;
    for (const name of unknown) answers.set(key(name), { [name]: found[name] ?? null });
  }
  return Object.fromEntries(modules.map(name => [name, answers.get(key(name))?.[name] ?? null]));
}

/** Looks modules up without importing them. */
const survey = `
import importlib.util, json, sys
from importlib import metadata
def version(name):
    try:
        if importlib.util.find_spec(name) is None:
            return None
    except (ImportError, ValueError):
        return None
    try:
        packages = getattr(metadata, 'packages_distributions', dict)().get(name.split('.')[0], [name])
        return metadata.version(packages[0])
    except Exception:
        return ''
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
`;

function ask(program: string, code: string, args: readonly string[] = []): string | null {
  const ended = spawnSync(program, ['-c', code, ...args], { encoding: 'utf8', timeout: 20000 });
  return ended.status === 0 ? ended.stdout : null;
}
