import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { cpuQuota } from './memory.js';

/** Processors. */
export interface CpuFacts {
  readonly model: string;
  /** Logical cores of the machine. */
  readonly cores: number;
  /** Cores that this process may keep busy: by its affinity and the limit of the container. */
  readonly usableCores: number;
  /** Vector instructions, narrowest first; empty when the machine does not tell. */
  readonly simd: readonly string[];
  /** Vector instructions of WebAssembly in this Node. */
  readonly wasmSimd: { readonly simd128: boolean; readonly relaxed: boolean };
}

const vectorSets = ['sse4_2', 'avx', 'fma', 'avx2', 'avx512f', 'neon', 'asimd', 'sve'];

// (module (func (drop (i8x16.splat (i32.const 0))))), and the same with i8x16.relaxed_swizzle
const simd128 = [0xfd, 0x0f, 0x1a];
const relaxed = [0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x80, 0x02, 0x1a];

export function cpuFacts(): CpuFacts {
  const all = cpus();
  const quota = cpuQuota();
  const usable = availableParallelism();
  return {
    model: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    usableCores: quota === null ? usable : Math.max(1, Math.min(usable, Math.floor(quota))),
    simd: vectorSets.filter(name => flags().has(name)),
    wasmSimd: { simd128: isValid(simd128), relaxed: isValid(relaxed) },
  };
}

function flags(): ReadonlySet<string> {
  try {
    const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    return new Set(line?.[1]?.split(' ') ?? []);
  } catch {
    return new Set();
  }
}

/** Whether this Node takes a function made of these instructions on a zero. */
function isValid(instructions: readonly number[]): boolean {
  const body = [0x00, 0x41, 0x00, ...instructions, 0x0b];
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const types = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00];
  const functions = [0x03, 0x02, 0x01, 0x00];
  const code = [0x0a, body.length + 2, 0x01, body.length, ...body];
  return validate(new Uint8Array([...header, ...types, ...functions, ...code]));
}

/** The part of the WebAssembly interface that is used here; TypeScript knows it with a browser's types only. */
const validate = (bytes: Uint8Array): boolean =>
  (globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } }).WebAssembly.validate(bytes);
