import type { KernelLink } from '@daisy-lab/core';
import type { Settings } from './setting.js';

/** Tells a kernel how many threads it may use: whenever it becomes ready, and whenever the setting changes. */
export function limitThreads(link: KernelLink, settings: Settings): void {
  const tell = (): void => {
    if (link.state !== 'ready') return;
    const threads = settings.get('threads');
    // A kernel that cannot be told uses all threads, as it would without the setting; its state shows elsewhere.
    link.request('session.configure', { threads: typeof threads === 'number' ? threads : 0 }).catch(() => undefined);
  };
  link.onState(tell);
  settings.onChange(tell);
}
