import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A script that was compiled from a cell or a local source. */
export interface Source {
  /** What a stack trace calls it: `In[3]`, or the path of a local file. */
  readonly label: string;
  /** Source map as text; absent when the script has the lines of its source. */
  readonly map?: string | undefined;
  /** Lines that stand before the user's text in the mapped source. */
  readonly offset: number;
  readonly code?: string;
}

export interface Position {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
}

const sources = new Map<string, Source>();
const maps = new Map<string, SourceMap>();
const kernelFolder = fileURLToPath(new URL('..', import.meta.url));

/** Makes stack traces of the script name its source; a name that comes again replaces the older one. */
export function addSource(scriptName: string, source: Source): void {
  sources.set(scriptName, source);
  maps.delete(scriptName);
}

/** The newest source of a label. */
export function sourceCode(label: string): string | undefined {
  return [...sources.values()].reverse().find(source => source.label === label)?.code;
}

function positionOf(scriptName: string, line: number, column: number): Position | undefined {
  const source = sources.get(scriptName);
  if (!source) return undefined;
  if (source.map === undefined) return { source, line: line - source.offset, column };
  const map =
    maps.get(scriptName) ?? new SourceMap(JSON.parse(source.map) as ConstructorParameters<typeof SourceMap>[0]);
  maps.set(scriptName, map);
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) return undefined;
  return { source, line: entry.originalLine + 1 - source.offset, column: entry.originalColumn + 1 };
}

/** Frames of the kernel and of Node are left out: the user wrote neither. */
function frameText(frame: NodeJS.CallSite): string | undefined {
  const file = frame.getFileName() ?? '';
  const at = positionOf(file, frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0);
  if (at) {
    if (at.line < 1) return undefined;
    const name = frame.getFunctionName()?.replace(/^exports\./, '');
    return `    at ${name ? name + ' ' : ''}(${at.source.label}:${at.line}:${at.column})`;
  }
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  if (path === '' || path.startsWith('node:') || path.startsWith(kernelFolder) || frame.isNative()) return undefined;
  return `    at ${String(frame)}`;
}

/** From now on stack traces name cells and their own lines, also when user code prints `error.stack` itself. */
export function mapStackTraces(): void {
  // V8's ten frames can all lie below the call of a cell, and its line would be lost.
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map(frameText).filter(line => line !== undefined);
    let head = 'Error';
    try {
      head = String(error);
    } catch {
      // An error whose toString throws is still shown.
    }
    return [head, ...lines].join('\n');
  };
}
