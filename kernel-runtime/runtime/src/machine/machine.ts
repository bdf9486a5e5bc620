import { readFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import type { BackendFacts } from '../tensor/backend-facts.js';
import { cacheFolder } from './cache-folder.js';
import { cpuFacts, type CpuFacts } from './cpu.js';
import { gpuSurvey, type GpuSurvey } from './gpu.js';
import { memoryFacts, type MemoryFacts } from './memory.js';
import { pythonFacts, pythonPackages, type PythonFacts, type PythonPackages } from './python.js';

/** What this machine offers to analyses. */
export interface Machine {
  /** Operating system, e.g. `Debian GNU/Linux 12 (bookworm), Linux 6.1, x64`. */
  readonly system: string;
  readonly node: string;
  readonly cpu: CpuFacts;
  readonly memory: MemoryFacts;
  readonly gpu: GpuSurvey;
  /** null when there is none. */
  readonly python: PythonFacts | null;
  /** The packages that were asked for, with their versions; null for those that Python does not have. */
  readonly pythonPackages: PythonPackages;
  /** Ways in which TensorFlow.js can compute here, fastest first. */
  readonly tensors: readonly BackendFacts[];
  readonly cacheFolder: string;
}

export interface MachineOptions {
  /** Python modules to look for. Default: none. */
  readonly packages?: readonly string[];
}

/** Looks at this machine; takes about a second, most of it for TensorFlow.js and Python. Nothing is asked twice or watched. */
export async function machine({ packages = [] }: MachineOptions = {}): Promise<Machine> {
  const { tensorBackends } = await import('../tensor/backends.js');
  return {
    system: systemName(),
    node: process.version,
    cpu: cpuFacts(),
    memory: memoryFacts(),
    gpu: gpuSurvey(),
    python: pythonFacts(),
    pythonPackages: packages.length > 0 ? pythonPackages(packages) : {},
    tensors: await tensorBackends(),
    cacheFolder: cacheFolder(),
  };
}

function systemName(): string {
  const kernel = `${type()} ${release()}, ${arch()}`;
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return name ? `${name}, ${kernel}` : kernel;
  } catch {
    return kernel;
  }
}
