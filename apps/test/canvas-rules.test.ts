import { afterEach, describe, expect, test } from '@jest/globals';
import { port, type DaisyDocument, type GraphNodeRecord } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import type { KeyboardEvent } from 'react';
import { aligned } from '../lib/canvas/align.js';
import { CanvasModel } from '../lib/canvas/canvas-model.js';
import { stateOf } from '../lib/canvas/card-live.js';
import { fittingPort, loadPalette, matching } from '../lib/canvas/catalogue.js';
import { onKey } from '../lib/canvas/keys.js';
import { LiveCards } from '../lib/canvas/live-cards.js';
import { freePlace, placesOf } from '../lib/canvas/places.js';
import { RunFollower } from '../lib/canvas/run-follower.js';
import { wiresOf } from '../lib/canvas/wires.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const step = (name: string, inputs = {}) => ({ name, algorithm: 'ct.minusLog', version: '1.0.0', inputs });
const documentOf = (nodes: readonly object[], rest = {}): DaisyDocument =>
  ({ daisy: 2, workflow: { id: 'a.b', version: '1.0.0', title: 'T', nodes, outputs: {} }, ...rest }) as DaisyDocument;

const open: { dispose(): void }[] = [];
afterEach(() => open.splice(0).forEach(one => one.dispose()));

const paletteLink = () => new ScriptedLink({ 'graph.palette': () => ({ contracts: schemas }) });

describe('places', () => {
  test('inputs stand left of all steps and outputs right of them, in rows, unless the document says otherwise', () => {
    const document = documentOf([step('one'), step('two')], {
      view: { positions: { one: [1000, 500], two: [1400, 90] } },
    });
    Object.assign(document.workflow, {
      inputs: { a: { type: { kind: 'number' } }, b: { type: { kind: 'number' } } },
      outputs: {
        end: { from: { node: 'two', port: 'lineIntegrals' } },
        other: { from: { node: 'one', port: 'lineIntegrals' } },
      },
    });
    const places = placesOf(document);
    const [a, b, end] = ['input:a', 'input:b', 'output:end'].map(id => places.get(id)!);
    expect([a![0], b![0]]).toEqual([a![0], a![0]]);
    expect(a![0]).toBeLessThan(1000 - 200);
    expect([a![1], b![1] > a![1]]).toEqual([90, true]);
    expect(end![0]).toBeGreaterThan(1400 + 200);
    const positions = { ...document.view!.positions, 'input:a': [3, 4] as const };
    expect(placesOf({ ...document, view: { positions } }).get('input:a')).toEqual([3, 4]);
  });

  test('a new card takes the first place that is free, to the right and then below', () => {
    expect(freePlace([], [10, 20])).toEqual([10, 20]);
    const taken = [
      [10, 20],
      [270, 20],
      [530, 20],
    ] as const;
    const [x, y] = freePlace(taken, [10, 20]);
    expect(y).toBe(20);
    expect(x).toBeGreaterThan(530 + 200);
    const below = freePlace([...taken, [x, y]], [10, 20]);
    expect(below[0]).toBe(10);
    expect(below[1]).toBeGreaterThan(20 + 200);
  });

  test('cards are spread evenly downwards, by their heights', () => {
    const box = (id: string, y: number, height: number) => ({ id, x: y + 1, y, width: 200, height });
    expect(aligned([box('c', 600, 100), box('a', 0, 100), box('b', 90, 300)], 'rows')).toEqual({
      ...{ a: [1, 0], b: [91, 200], c: [601, 600] },
    });
  });
});

test('the wires of a value that may come from several are alternatives, others are not', () => {
  const first = { first: [{ node: 'one', port: 'lineIntegrals' }, { input: 'spare' }, { value: 3 }] };
  const document = documentOf([
    step('one', { transmission: { input: 'spare' } }),
    step('two', { transmission: first }),
  ]);
  expect(wiresOf(document).map(({ id, alternative }) => [id, alternative])).toEqual([
    ['input:spare.value>one.transmission', false],
    ['one.lineIntegrals>two.transmission', true],
    ['input:spare.value>two.transmission', true],
  ]);
});

describe('the state of a card', () => {
  const card = { record: null, planned: null, stale: null, result: null, run: null };
  const record = (state: string) => ({ state }) as GraphNodeRecord;
  const stale = { what: 'new' } as const;
  test.each([
    [card, 'idle'],
    [{ ...card, planned: { state: 'cached', why: '' } as never }, 'cached'],
    [{ ...card, planned: { state: 'new', why: '' } as never }, 'idle'],
    [{ ...card, stale }, 'idle'],
    [{ ...card, record: record('done') }, 'done'],
    [{ ...card, record: record('done'), stale }, 'stale'],
    [{ ...card, record: record('failed'), stale }, 'stale'],
    [{ ...card, record: record('running'), stale }, 'running'],
    [{ ...card, record: record('queued'), stale }, 'queued'],
  ])('%j is %s', (live, state) => expect(stateOf(live)).toBe(state));

  test('of a workflow inside a step does not follow the order of its steps', () => {
    const cards = new LiveCards();
    open.push(cards);
    const planned = (state: string): never => ({ state, why: state }) as never;
    const plan = new Map(['new', 'stale', 'cached'].map((state, i) => [`prepare/${i}`, planned(state)]));
    cards.show({ status: null, plan, stale: new Map() });
    expect(cards.of('prepare').planned?.state).toBe('new');
  });
});

describe('the palette', () => {
  test('lists for a pulled wire what fits its end, and finds words in title, name and help', async () => {
    const palette = await loadPalette(paletteLink());
    const wanted = { type: port.array('float32', ['angle', 'row', 'column']).type, lacks: 'input' } as const;
    const fitting = matching(palette, '', wanted).map(({ id }) => id);
    expect(fitting).toContain('ct.minusLog');
    expect(fitting).not.toContain('ct.read');
    const named = matching(palette, 'minus log');
    expect(named[0]!.id).toBe('ct.minusLog');
    expect(matching(palette, 'ct.minusLog', { ...wanted, type: port.string().type })).toEqual([]);
    expect(matching(palette, 'no such words')).toEqual([]);
    const log = palette.entries.find(({ id }) => id === 'ct.minusLog')!;
    expect(fittingPort(log, wanted)).toBe('transmission');
    expect(fittingPort(log, { ...wanted, lacks: 'output' })).toBe('lineIntegrals');
    expect(fittingPort(log, { type: port.string().type, lacks: 'input' })).toBeUndefined();
  });
});

describe('keys', () => {
  test('do what the guide says, and nothing in a field', async () => {
    let text = JSON.stringify(documentOf([step('one'), step('two')]));
    const link = new ScriptedLink({
      'graph.palette': () => ({ contracts: schemas }),
      'graph.plan': () => ({ steps: [], memoryBytes: 0, budgetBytes: 0 }),
      'graph.runs': () => ({ runs: [], batch: null }),
    });
    const model = new CanvasModel(link, {
      ...{ path: '/a.daisy', readOnly: false, get: () => text, onChange: () => () => undefined },
      set: next => (text = next),
    });
    open.push(model);
    await settle();
    const done: string[] = [];
    const targets = {
      showAll: () => done.push('all'),
      find: () => done.push('find'),
      group: () => done.push('group'),
      open: (name: string) => done.push(`open ${name}`),
      back: () => done.push('back'),
    };
    const press = (key: string, keys: object = {}, target: Element = document.body): boolean => {
      let taken = false;
      const event = { ...{ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target }, ...keys };
      const told = { ...event, preventDefault: () => (taken = true), stopPropagation: () => undefined };
      onKey(told as unknown as KeyboardEvent, model, model.getView(), targets);
      return taken;
    };
    const names = () => model.getView().document!.workflow.nodes.map(({ name }) => name);
    const ctrl = { ctrlKey: true };
    expect(press('o')).toBe(false);
    expect(press('c', ctrl)).toBe(false);
    press('a', ctrl);
    expect(model.getView().selected).toEqual(['one', 'two']);
    expect(press('Delete', {}, document.createElement('input'))).toBe(false);
    press('c', ctrl);
    press('v', { metaKey: true });
    expect(names()).toEqual(['one', 'two', 'one2', 'two2']);
    model.select(['two']);
    press('o');
    press('Backspace');
    expect(names()).toEqual(['one', 'one2', 'two2']);
    press('z', ctrl);
    expect(names()).toHaveLength(4);
    press('Z', { ...ctrl, shiftKey: true });
    press('z', ctrl);
    press('y', ctrl);
    expect(names()).toHaveLength(3);
    model.select(['one']);
    press('x', ctrl);
    expect(names()).toEqual(['one2', 'two2']);
    for (const [key, keys] of [
      ['1', {}],
      ['f', ctrl],
      ['g', ctrl],
      ['ArrowUp', { altKey: true }],
    ] as const)
      press(key, keys);
    expect(done).toEqual(['open two', 'all', 'find', 'group', 'back']);
    expect([press('q'), press('q', ctrl), press('ArrowUp')]).toEqual([false, false, false]);
    model.select(['input:scan']);
    expect(press('o')).toBe(false);
  });
});

test('a run that tells of news while its state is asked for is asked once more, and no more when it has ended', async () => {
  const answers: ((state: string) => void)[] = [];
  const link = new ScriptedLink({
    'graph.status': () => new Promise(resolve => answers.push(state => resolve({ record: { state } }))),
  });
  const heard: string[] = [];
  const follower = new RunFollower(link, {
    status: ({ record }) => heard.push(record.state),
    ended: () => heard.push('ended'),
    failed: () => heard.push('failed'),
  });
  open.push(follower);
  follower.follow('r1');
  const news = (key: string): void => link.emit({ topic: 'run', key } as never);
  await settle();
  expect(answers).toHaveLength(1);
  news('r1');
  answers[0]!('running');
  while (answers.length < 2) await new Promise(resolve => setTimeout(resolve, 5));
  answers[1]!('done');
  await settle();
  news('r1');
  await settle();
  expect([answers.length, heard]).toEqual([2, ['running', 'done', 'ended']]);
});
