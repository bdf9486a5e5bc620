import { DaisyError } from '@daisy-lab/core';
import { cacheFolder } from '../machine/cache-folder.js';
import { cacheProblem } from '../machine/cache-problem.js';
import { noteCacheProblem } from './note-cache-problem.js';
import { bytesText, readBytes } from '../store/results/byte-size.js';
import { cacheBudgetBytes } from '../store/results/default-results.js';
import { evict, keptResults, removeResult, type KeptResult } from '../store/results/result-folder.js';

/** Shortest beginning of a key that is shown and taken. */
const shownLetters = 12;

/** `daisy cache list | explain KEY | evict [--to BYTES] | remove KEY | remove --all | path` */
export async function cacheCommand([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'list':
      noteCacheProblem();
      return say(listText());
    case 'explain':
      return say(explainText(resultOf(args[0])));
    case 'evict':
      return say(evictText(evictTo(args)));
    case 'remove':
      return say(removeText(args[0]));
    case 'path':
      return say(cacheFolder());
    default:
      throw new DaisyError('Input', {
        message: command === undefined ? 'daisy cache needs a word.' : `There is no "daisy cache ${command}".`,
        action: 'Use list, explain, evict, remove or path.',
      });
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function listText(): string {
  const results = [...keptResults(cacheFolder())].sort((a, b) => b.usedMs - a.usedMs);
  const lines = results.map(({ key, header, bytes, usedMs }) =>
    [
      key.slice(0, shownLetters),
      bytesText(bytes).padStart(9),
      timeText(usedMs),
      `${header.algorithm} ${header.version}${header.node ? ` (${header.node})` : ''}`,
    ].join('  '),
  );
  const total = results.reduce((sum, { bytes }) => sum + bytes, 0);
  const count = `${results.length} ${results.length === 1 ? 'result' : 'results'}`;
  return [...lines, `${count}, ${bytesText(total)} of ${bytesText(cacheBudgetBytes())} in ${cacheFolder()}`].join('\n');
}

function explainText({ key, header, bytes, milliseconds, createdMs, usedMs }: KeptResult): string {
  const { algorithm, version, implementation, node, provenance } = header;
  const facts = Object.entries({ ...provenance.params }).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`);
  const sources = { ...header.sources, ...provenance.inputs };
  const inputs = Object.entries(sources).map(([name, from]) => `  ${name} <- ${from}`);
  return [
    key,
    `${algorithm} ${version}${node ? `, step ${node}` : ''}, computed with ${implementation}`,
    `${bytesText(bytes)}, took ${(milliseconds / 1000).toFixed(2)} s, made ${timeText(createdMs)}, last used ${timeText(usedMs)}`,
    ...(facts.length > 0 ? ['Parameters:', ...facts] : []),
    ...(inputs.length > 0 ? ['Inputs:', ...inputs] : []),
  ].join('\n');
}

function evictTo([flag, text]: readonly string[]): number {
  if (flag === undefined) return cacheBudgetBytes();
  const [name, inline] = flag.split('=');
  if (name === '--to' && (inline ?? text) !== undefined) return readBytes((inline ?? text)!, '--to');
  throw new DaisyError('Input', { message: `"${flag}" is not understood.`, action: 'Use daisy cache evict --to 2GB.' });
}

function evictText(toBytes: number): string {
  refuseReadOnly();
  const done = evict(cacheFolder(), toBytes);
  if (!done) {
    throw new DaisyError('Resource', {
      message: 'Another process is making room already.',
      action: 'Try again later.',
    });
  }
  const held = done.inUse > 0 ? `; ${done.inUse} in use` : '';
  return `${done.removed} removed (${bytesText(done.freedBytes)}), ${bytesText(done.keptBytes)} kept${held}`;
}

function removeText(key: string | undefined): string {
  if (key === '--all') return evictText(0);
  const { key: whole, bytes } = resultOf(key);
  refuseReadOnly();
  removeResult(cacheFolder(), whole);
  return `${whole} removed (${bytesText(bytes)})`;
}

/** @throws DaisyError `File` when nothing can be removed */
function refuseReadOnly(): void {
  const problem = cacheProblem();
  if (problem) throw problem;
}

/** The result whose key begins so. */
function resultOf(beginning: string | undefined): KeptResult {
  if (!beginning) throw new DaisyError('Input', { message: 'A key is missing.', action: 'See daisy cache list.' });
  const found = keptResults(cacheFolder()).filter(({ key }) => key.startsWith(beginning));
  if (found.length === 1) return found[0]!;
  throw new DaisyError('Input', {
    message:
      found.length === 0
        ? `No result has a key that begins with ${beginning}.`
        : `${found.length} keys begin with ${beginning}.`,
    action: found.length === 0 ? 'See daisy cache list.' : 'Give more letters of it.',
  });
}

const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
