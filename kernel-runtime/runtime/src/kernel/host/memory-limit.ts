import v8 from 'node:v8';
import vm from 'node:vm';

/** A cell was stopped because the kernel reached its memory limit. */
export class MemoryReached extends Error {
  override readonly name = 'MemoryLimit';
  constructor() {
    super(
      'The cell was stopped because the kernel has reached its memory limit (DAISY_MEMORY_MB). Drop what you no longer need, ' +
        'work on a smaller part of the data, or raise the limit and restart.',
    );
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** MiB that the kernel process may take, from DAISY_MEMORY_MB; undefined when there is no limit. */
export function memoryLimitMb(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const limitMb = Number(environment['DAISY_MEMORY_MB']);
  return limitMb > 0 ? limitMb : undefined;
}

let collect: (() => void) | undefined;

/** Frees what nothing holds any more in the heap of this thread. It takes about a millisecond for each megabyte that stays. */
export function collectGarbage(): void {
  if (!collect) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc') as () => void;
  }
  collect();
}
