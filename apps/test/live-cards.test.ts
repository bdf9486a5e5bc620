import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphNodeRecord } from '@daisy-lab/core';
import type { CanvasView, GraphStatus } from '../lib/canvas/canvas-view.js';
import { LiveCards } from '../lib/canvas/live-cards.js';

type Shown = Pick<CanvasView, 'status' | 'plan' | 'stale'>;

const record = (state: string, progress = 0): GraphNodeRecord =>
  ({ state, progress, milliseconds: 0 }) as GraphNodeRecord;

const inRun = (nodes: Readonly<Record<string, GraphNodeRecord>>, outputs = {}): Shown => ({
  status: { record: { run: 'r1', state: 'running' }, nodes, outputs } as unknown as GraphStatus,
  plan: new Map(),
  stale: new Map(),
});

const made: LiveCards[] = [];
afterEach(() => made.splice(0).forEach(cards => cards.dispose()));

function liveCards(): LiveCards {
  const cards = new LiveCards();
  made.push(cards);
  return cards;
}

describe('the live states of cards', () => {
  test('are told to the cards that they concern, and to no others', () => {
    const cards = liveCards();
    const told: string[] = [];
    for (const item of ['read', 'log', 'output:slice']) cards.subscribe(item, () => told.push(item));
    cards.show(inRun({ read: record('running', 0.1), log: record('queued') }));
    expect(told.splice(0)).toEqual(['read', 'log']);
    cards.show(inRun({ read: record('running', 0.2), log: record('queued') }));
    expect(told.splice(0)).toEqual(['read']);
    cards.show(inRun({ read: record('running', 0.2), log: record('queued') }, { slice: '3' }));
    expect(told.splice(0)).toEqual(['output:slice']);
    expect(cards.of('output:slice').result).toBe('3');
    expect(cards.of('read')).toMatchObject({ record: { progress: 0.2 }, run: 'r1', stale: null });
  });

  test('are the same objects until something of them changes', () => {
    const cards = liveCards();
    cards.show(inRun({ read: record('done') }));
    const before = cards.of('read');
    cards.show(inRun({ read: record('done') }));
    expect(cards.of('read')).toBe(before);
    expect(cards.of('unknown')).toBe(cards.of('another'));
  });

  test('of hundreds of cards come in several tasks, the newest state to each', async () => {
    const cards = liveCards();
    const names = Array.from({ length: 100 }, (_, step) => `step${step}`);
    const told = new Map<string, string | undefined>();
    const all = new Promise<void>(resolve => {
      for (const name of names)
        cards.subscribe(name, () => {
          told.set(name, cards.of(name).record?.state);
          if (told.size === names.length) resolve();
        });
    });
    const every = (state: string): Shown => inRun(Object.fromEntries(names.map(name => [name, record(state)])));
    cards.show(every('queued'));
    expect(told.size).toBeGreaterThan(0);
    expect(told.size).toBeLessThan(names.length);
    cards.show(every('running'));
    await all;
    expect(told.get('step99')).toBe('running');
  });

  test('are forgotten with the run, and a card that is gone hears nothing', () => {
    const cards = liveCards();
    let heard = 0;
    const stop = cards.subscribe('read', () => heard++);
    cards.show(inRun({ read: record('running') }));
    cards.show({ status: null, plan: new Map(), stale: new Map() });
    expect(heard).toBe(2);
    expect(cards.of('read').record).toBeNull();
    stop();
    cards.show(inRun({ read: record('running') }));
    expect(heard).toBe(2);
  });

  test('of a workflow inside a step are those of its step that is least far', () => {
    const cards = liveCards();
    const planned = (state: string): never => ({ state, why: state }) as never;
    cards.show({
      status: null,
      plan: new Map([
        ['prepare/a', planned('cached')],
        ['prepare/b', planned('new')],
      ]),
      stale: new Map([['log', { what: 'new' } as const]]),
    });
    expect(cards.of('prepare').planned).toEqual({ state: 'new', why: 'new' });
    expect(cards.of('log').stale).toEqual({ what: 'new' });
  });
});
