import { spawnSync } from 'node:child_process';
import { findProgram } from './programs.js';

/** A graphics processor that can compute. */
export interface GpuFacts {
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number;
}

/** The GPUs, or one sentence that says why there is none. */
export interface GpuSurvey {
  readonly gpus: readonly GpuFacts[];
  readonly reason: string | null;
}

let survey: GpuSurvey | undefined;

/** NVIDIA GPUs by `nvidia-smi`, which is asked once in the life of this process. */
export function gpuSurvey(): GpuSurvey {
  return (survey ??= askDriver());
}

function askDriver(): GpuSurvey {
  const program = findProgram('nvidia-smi');
  if (program === null)
    return { gpus: [], reason: 'nvidia-smi, which comes with the NVIDIA driver, is not on the PATH' };
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
  const ended = spawnSync(program, query, { encoding: 'utf8', timeout: 10000 });
  if (ended.status !== 0) {
    const words = (ended.stderr || ended.stdout || ended.error?.message || '').trim().split('\n')[0];
    return { gpus: [], reason: `nvidia-smi failed${words ? `: ${words}` : ''}` };
  }
  const gpus = parseGpus(ended.stdout);
  return { gpus, reason: gpus.length === 0 ? 'nvidia-smi lists no GPU' : null };
}

/** Lines of `name, driver, MiB`. */
export function parseGpus(text: string): readonly GpuFacts[] {
  return text
    .split('\n')
    .map(line => line.split(',').map(part => part.trim()))
    .filter(parts => parts.length >= 3)
    .map(parts => ({
      name: parts.slice(0, -2).join(', '),
      driver: parts.at(-2)!,
      memoryBytes: (Number(parts.at(-1)) || 0) * 1024 * 1024,
    }));
}
