import { availableParallelism } from 'node:os';
import { DaisyError, type Services, type SessionStatus } from '@daisy-lab/core';
import type { AdjustableEngine } from './adjustable-engine.js';
import type { Emit } from './emit.js';

/** How often the kernel looks at its own memory. */
const lookMs = 5000;

/** Changes below this share are not worth an event. */
const leastChange = 0.03;

/** What the kernel may use and what it uses; screens are told when its memory has changed. */
export function sessionServices(engine: AdjustableEngine, emit: Emit): { services: Services; close(): void } {
  const status = (): SessionStatus => ({
    threads: engine.threads,
    cores: availableParallelism(),
    memoryBytes: process.memoryUsage.rss(),
    budgetBytes: engine.memoryBytes || null,
  });
  let toldBytes = 0;
  const timer = setInterval(() => {
    const now = status();
    if (Math.abs(now.memoryBytes - toldBytes) < leastChange * toldBytes) return;
    toldBytes = now.memoryBytes;
    emit('session', 'status', now);
  }, lookMs).unref();
  const services: Services = {
    'session.configure': async ({ threads, memoryBytes = 0 }) => {
      if (!Number.isInteger(threads) || threads < 0) {
        throw new DaisyError('Input', {
          message: `${String(threads)} is not a number of threads.`,
          action: 'Give a whole number from 1, or 0 for all that the machine has.',
        });
      }
      if (!Number.isFinite(memoryBytes) || memoryBytes < 0) {
        throw new DaisyError('Input', {
          message: `${String(memoryBytes)} is not an amount of memory.`,
          action: 'Give bytes, or 0 for half of what is free.',
        });
      }
      engine.threads = threads;
      engine.memoryBytes = memoryBytes;
      emit('session', 'status', status());
      return { result: status() };
    },
    'session.status': async () => ({ result: status() }),
  };
  return { services, close: () => clearInterval(timer) };
}
