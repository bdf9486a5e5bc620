import type * as tfjs from '@tensorflow/tfjs-core';
import type { BackendFacts, TensorBackend } from './backend-facts.js';

/** TensorFlow.js as the rest of this folder uses it. */
export type TensorFlow = typeof tfjs;

/** TensorFlow.js on the fastest backend that works. */
export interface Tensors {
  readonly tf: TensorFlow;
  readonly backend: TensorBackend;
}

interface Attempt {
  readonly facts: BackendFacts;
  readonly tf: TensorFlow | null;
}

const order: readonly TensorBackend[] = ['node-gpu', 'wasm', 'cpu'];
const attempts = new Map<TensorBackend, Promise<Attempt>>();
let chosen: Promise<Tensors> | undefined;

/** Tries every backend and tells which ones work. The first call loads them (about half a second). */
export async function tensorBackends(): Promise<readonly BackendFacts[]> {
  const facts: BackendFacts[] = [];
  for (const name of order) facts.push((await attempt(name)).facts);
  return facts;
}

/**
 * TensorFlow.js, loaded when it is first asked for.
 * @throws Error when no backend works, which means that the packages are damaged
 */
export function loadTensors(): Promise<Tensors> {
  return (chosen ??= choose());
}

async function choose(): Promise<Tensors> {
  for (const name of order) {
    const { tf } = await attempt(name);
    if (tf && (name === 'node-gpu' || (await tf.setBackend(name)))) return { tf, backend: name };
  }
  throw new Error('No backend of TensorFlow.js works here.');
}

function attempt(name: TensorBackend): Promise<Attempt> {
  const known = attempts.get(name) ?? probe(name);
  attempts.set(name, known);
  return known;
}

/** Loads a backend and lets it add two numbers. */
async function probe(name: TensorBackend): Promise<Attempt> {
  try {
    const tf = await load(name);
    const before = tf.getBackend();
    const own = name === 'node-gpu' ? 'tensorflow' : name;
    if (!(await tf.setBackend(own))) throw new Error('its initialisation failed');
    const sum = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(2)));
    const [value] = await sum.data();
    sum.dispose();
    if (value !== 3) throw new Error(`it computes 1 + 2 = ${value}`);
    if (before && before !== own) await tf.setBackend(before);
    return { facts: { name, works: true, note: noteOn(name, tf) }, tf };
  } catch (thrown) {
    return { facts: { name, works: false, note: reasonOf(name, thrown) }, tf: null };
  }
}

async function load(name: TensorBackend): Promise<TensorFlow> {
  if (name === 'node-gpu') return (await import(gpuPackage)) as TensorFlow;
  const tf = await import('@tensorflow/tfjs-core');
  // Without checks of every operation, and without its advertisement on standard error.
  tf.enableProdMode();
  if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  else await import('@tensorflow/tfjs-backend-cpu');
  return tf;
}

/** A site may install it; it is never asked for at install time. Its name is kept from tools that resolve imports. */
const gpuPackage: string = '@tensorflow/tfjs-node-gpu';

function noteOn(name: TensorBackend, tf: TensorFlow): string {
  const version = `TensorFlow.js ${tf.version_core}`;
  if (name === 'node-gpu') return `${version}, native TensorFlow`;
  return name === 'wasm' ? `${version}, WebAssembly SIMD` : `${version}, plain JavaScript`;
}

function reasonOf(name: TensorBackend, thrown: unknown): string {
  const words = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]!.trim();
  const code = (thrown as { code?: unknown } | null)?.code;
  const isAbsent =
    code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || /Cannot find (module|package)/.test(words);
  if (name === 'node-gpu' && isAbsent && words.includes(gpuPackage))
    return `the package ${gpuPackage} is not installed`;
  return words;
}
