import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Needs } from '@daisy-lab/core';
import { gpuSurvey } from './gpu.js';
import { memoryFacts } from './memory.js';
import { findProgram } from './programs.js';
import { findPython, pythonPackages } from './python.js';

/** What the machine offers to bodies; what is not given here is looked up when a body needs it. */
export interface Resources {
  readonly gpu?: boolean;
  /** Memory that may be taken, bytes. */
  readonly memoryBytes?: number;
}

/** The first need that is not met, as the end of "it needs ..."; null when all are met. */
export function lacking(needs: Needs | undefined, resources: Resources): string | null {
  if (!needs) return null;
  const { gpu, memoryBytes, command, file, package: wanted } = needs;
  if (gpu) {
    const lack = lackingGpu(resources);
    if (lack !== null) return lack;
  }
  if (memoryBytes !== undefined) {
    const free = resources.memoryBytes ?? memoryFacts().availableBytes;
    if (memoryBytes > free) return `${gigabytes(memoryBytes)} of memory (${gigabytes(free)} are free)`;
  }
  if (file !== undefined && !existsSync(file)) return `the file ${file}`;
  if (command !== undefined && findProgram(command) === null)
    return `the program "${command}", which is not on the PATH`;
  return wanted === undefined ? null : lackingPackage(wanted);
}

function lackingGpu({ gpu }: Resources): string | null {
  if (gpu !== undefined) return gpu ? null : 'a GPU';
  const { gpus, reason } = gpuSurvey();
  return gpus.length > 0 ? null : `a GPU (${reason})`;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const nodePrefix = 'npm:';

function lackingPackage(wanted: string): string | null {
  if (wanted.startsWith(nodePrefix)) {
    const name = wanted.slice(nodePrefix.length);
    return hasNodePackage(name) ? null : `the npm package ${name}, which is not installed`;
  }
  if (findPython() === null) return `the Python package ${wanted}, but there is no Python`;
  return pythonPackages([wanted])[wanted] === null ? `the Python package ${wanted}, which is not installed` : null;
}

const require = createRequire(import.meta.url);

function hasNodePackage(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
