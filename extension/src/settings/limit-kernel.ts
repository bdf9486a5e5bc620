import type { KernelLink } from '@daisy-lab/core';
import type { Settings } from './setting.js';

/** Tells a kernel what it may use: whenever it becomes ready, and whenever the settings change. */
export function limitKernel(link: KernelLink, settings: Settings): void {
  const tell = (): void => {
    if (link.state !== 'ready') return;
    const limits = { threads: numberOf('threads'), memoryBytes: numberOf('memory') * 1e9 };
    // A kernel that cannot be told uses what it would without the settings; its state shows elsewhere.
    link.request('session.configure', limits).catch(() => undefined);
  };
  const numberOf = (name: string): number => {
    const value = settings.get(name);
    return typeof value === 'number' ? value : 0;
  };
  link.onState(tell);
  settings.onChange(tell);
}
