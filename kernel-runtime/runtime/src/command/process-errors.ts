import { DaisyError } from '@daisy-lab/core';

/** The error for a program that could not be started. */
export function startError(program: string, cause: unknown): DaisyError {
  const code = (cause as { code?: unknown } | null)?.code;
  const details = { program, cause };
  if (code === 'ENOENT') {
    return new DaisyError('Resource', {
      message: `The program "${program}" was not found.`,
      action: 'Install it, or add its folder to the PATH of JupyterLab or the shell.',
      ...details,
    });
  }
  if (code === 'EACCES') {
    return new DaisyError('Resource', {
      message: `The program "${program}" may not be executed.`,
      action: 'Check its permissions.',
      ...details,
    });
  }
  if (code === 'E2BIG') {
    return new DaisyError('Resource', {
      message: `The arguments of "${program}" are too long.`,
      action: 'Exchange long values as files.',
      ...details,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DaisyError('Resource', {
    message: `The program "${program}" could not be started: ${reason}.`,
    ...details,
  });
}

/** The error for a program that took too long and was ended. */
export function timeoutError(program: string, timeoutMs: number, tail: readonly string[]): DaisyError {
  return new DaisyError('Resource', {
    message: `"${program}" was stopped after ${timeoutMs / 1000} s, its time limit${lastWords(tail)}`,
    action: 'Give it less to do, or a longer time limit.',
    program,
    timeoutMs,
  });
}

/** The error for a program that ended by itself, but not well. */
export function exitError(
  program: string,
  code: number | null,
  signal: string | null,
  tail: readonly string[],
): DaisyError {
  const text = tail.join('\n');
  const how = code === null ? `was ended by the signal ${signal}` : `failed with exit code ${code}`;
  const facts = { program, exitCode: code, signal, stderr: text };
  const action = adviceOn(text, signal);
  return new DaisyError('Resource', {
    message: `"${program}" ${how}${lastWords(tail)}`,
    ...(action === null ? {} : { action }),
    ...facts,
  });
}

/** The end of standard error, as the end of a sentence. */
function lastWords(tail: readonly string[]): string {
  const last = tail.slice(-3).join(' | ').trim().slice(-600);
  return last === '' ? '.' : `: ${/[.!?]$/.test(last) ? last : `${last}.`}`;
}

function adviceOn(text: string, signal: string | null): string | null {
  if (/no space left on device|disk quota exceeded|ENOSPC/i.test(text)) {
    return 'The disk is full: free some space, or point the environment variable TMPDIR at a disk with more room.';
  }
  const missing = /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)/.exec(text);
  if (missing) return `Install the Python package "${missing[1]}" in the environment of Daisy's Python.`;
  if (signal === 'SIGKILL' || /MemoryError|out of memory|std::bad_alloc/i.test(text)) {
    return 'The memory was probably too small: work on fewer rows, or on a machine with more memory.';
  }
  return null;
}
