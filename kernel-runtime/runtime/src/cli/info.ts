import { DaisyError } from '@daisy-lab/core';
import { machine, type Machine } from '../machine/machine.js';
import { productVersion } from '../version.js';

/** Packages that Python bodies are usually made of. */
const usual = ['numpy', 'scipy', 'h5py', 'tomopy', 'algotom', 'pyFAI', 'larch', 'cupy', 'torch'];

/** `daisy info [--python NAME,NAME] [--json]` */
export async function info(args: readonly string[]): Promise<number> {
  const { packages, json } = readArguments(args);
  const facts = await machine({ packages });
  process.stdout.write(json ? `${JSON.stringify({ daisy: productVersion, ...facts })}\n` : infoText(facts));
  return 0;
}

function readArguments(args: readonly string[]): { packages: readonly string[]; json: boolean } {
  let packages: readonly string[] = usual;
  for (let at = 0; at < args.length; at++) {
    const [, flag, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(args[at]!) ?? [];
    if (flag === 'json') continue;
    const value = flag === 'python' ? (inline ?? args[++at]) : undefined;
    if (value === undefined) {
      throw new DaisyError('Input', {
        message: `daisy info does not understand "${args[at] ?? '--python'}".`,
        action: 'It takes --python NAME,NAME and --json.',
      });
    }
    packages = value.split(',');
  }
  return { packages, json: args.includes('--json') };
}

/** Facts about a machine, for people. */
export function infoText({ system, node, cpu, memory, gpu, python, ...rest }: Machine): string {
  const vectors = [...cpu.simd, ...(cpu.wasmSimd.simd128 ? ['WebAssembly SIMD128'] : [])];
  const limit = memory.limitBytes === null ? '' : `, limited to ${gigabytes(memory.limitBytes)} by ${memory.limitedBy}`;
  const installed = Object.entries(rest.pythonPackages).map(([name, version]) => `${name} ${version ?? 'no'}`);
  const lines = [
    ['Daisy', productVersion],
    ['System', system],
    ['Node', node],
    ['Processor', `${cpu.model}; ${cpu.usableCores} of ${cpu.cores} cores usable`],
    ['Vectors', vectors.join(', ') || 'unknown'],
    ['Memory', `${gigabytes(memory.totalBytes)}${limit}; ${gigabytes(memory.availableBytes)} available`],
    ...(gpu.gpus.length === 0 ? [['GPU', `none: ${gpu.reason}`]] : []),
    ...gpu.gpus.map(({ name, driver, memoryBytes }) => ['GPU', `${name}, ${gigabytes(memoryBytes)}, driver ${driver}`]),
    ['Python', python ? `${python.version} (${python.program})` : 'none'],
    ...(python && installed.length > 0 ? [['Packages', installed.join(', ')]] : []),
    ...rest.tensors.map(({ name, works, note }) => ['Tensors', `${name}: ${works ? '' : 'no, '}${note}`]),
    ['Cache', rest.cacheFolder],
  ];
  return lines.map(([title, text]) => `${title!.padEnd(10)} ${text}\n`).join('');
}

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
