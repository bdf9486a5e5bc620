import { expect, test } from '@jest/globals';
import type { AppDefinition, AppState } from '../lib/apps/app-definition.js';
import type { AppTab, AppWidget } from '../lib/apps/app-widget.js';
import { restoreTabs } from '../lib/apps/restore-tabs.js';

// Lumino needs it when it is loaded; jsdom has none.
Object.assign(globalThis, { DragEvent: class DragEvent extends MouseEvent {} });

const trans = { __: (text: string) => text, _n: (one: string) => one };

async function widget(state: AppState) {
  const { AppWidget } = await import('../lib/apps/app-widget.js');
  let keep = (_: AppState): void => undefined;
  const title = 'CT';
  const app = {
    title,
    caption: title,
    fileTitle: 'CT %1',
    fileOfState: ({ scan }: AppState) => scan,
    load: async () => (_: HTMLElement, host: { onState(state: AppState): void }) => {
      keep = host.onState;
      return { dispose: () => undefined };
    },
  } as unknown as AppDefinition;
  const tab = { trans, state, connect: () => undefined, findDemonstration: async () => undefined };
  const made = new AppWidget(app, tab as unknown as AppTab);
  return { made, change: (next: AppState) => keep(next) };
}

test('what a tab shows is saved with it, whatever kind of tab it is', async () => {
  const { made, change } = await widget({ scan: 'tooth.h5' });
  const saved: unknown[] = [];
  let options: { args(tab: AppWidget): unknown } | undefined;
  const tracker = { add: async () => undefined, save: async (tab: AppWidget) => saved.push(options?.args(tab)) };
  const keep = restoreTabs({ restore: (_: unknown, given: typeof options) => (options = given) } as never, {
    tracker: tracker as never,
    contentOf: (tab: AppWidget) => tab,
    command: 'open',
    argsOf: () => ({ path: 'tooth.h5' }),
    nameOf: () => 'tooth.h5',
  });
  keep(made);
  made['onAfterShow']({} as never);
  await new Promise(resolve => setTimeout(resolve, 0));
  const state = { scan: 'tooth.h5', row: 12, axisPx: 296, step: 'run', params: { filter: 'hann' } };
  change(state);
  expect(saved).toEqual([{ path: 'tooth.h5', state }]);
  expect(made.showsFirstFile).toBe(true);
  change({ ...state, scan: 'other.h5' });
  expect(made.showsFirstFile).toBe(false);
});
