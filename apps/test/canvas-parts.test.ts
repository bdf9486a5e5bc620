import { afterEach, describe, expect, test } from '@jest/globals';
import type { DaisyDocument, GraphRun, MethodResult } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import { aligned } from '../lib/canvas/align.js';
import { CanvasModel } from '../lib/canvas/canvas-model.js';
import type { DocumentText } from '../lib/canvas/document-text.js';
import { inputForFile } from '../lib/canvas/dropped-file.js';
import { drawDocument, flowItems, keptEdges } from '../lib/canvas/flow-items.js';
import { shiftIntoSight } from '../lib/canvas/in-sight.js';
import { textInside } from '../lib/canvas/nested-text.js';
import { staleSteps } from '../lib/canvas/stale-steps.js';
import { wiresOf } from '../lib/canvas/wires.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const inner = {
  id: 'my.prepare',
  version: '1.0.0',
  title: 'Prepare',
  nodes: [{ name: 'log', algorithm: 'ct.minusLog', version: '1.0.0', remark: 'kept' }],
  outputs: {},
};
const scan = { type: { kind: 'dataset', dataset: 'ct.scan' } };
const start = {
  daisy: 2,
  workflow: {
    ...{ id: 'my.workflow', version: '0.1.0', title: 'Workflow' },
    inputs: { scan },
    nodes: [
      { name: 'read', algorithm: 'ct.read', version: '1.0.0', inputs: { scan: { input: 'scan' } } },
      { name: 'log', algorithm: 'ct.minusLog', version: '1.0.0' },
      { name: 'prepare', workflow: inner },
    ],
    outputs: {},
  },
  values: { inputs: { scan: 'a.h5' } },
};
const startText = `${JSON.stringify(start, null, 2)}\n`;

const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function textOf(from: string): DocumentText {
  let text = from;
  const listeners = new Set<() => void>();
  return {
    path: '/data/my.daisy',
    readOnly: false,
    get: () => text,
    set: next => {
      text = next;
      listeners.forEach(listener => listener());
    },
    onChange: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const open: { dispose(): void }[] = [];
afterEach(() => open.splice(0).forEach(model => model.dispose()));

async function canvas(text: DocumentText, answers = {}): Promise<{ model: CanvasModel; link: ScriptedLink }> {
  const link = new ScriptedLink({
    'graph.palette': () => ({ contracts: schemas }),
    'graph.plan': () => ({ steps: [], memoryBytes: 0, budgetBytes: 0 }),
    'graph.runs': () => ({ runs: [], batch: null }),
    ...answers,
  });
  const model = new CanvasModel(link, text);
  open.push(model);
  await settle();
  return { model, link };
}

describe('a wire that does not fit', () => {
  test('comes with the steps that would make it fit; one click puts one between', async () => {
    const { model } = await canvas(textOf(startText));
    model.connect({ item: 'read', port: 'proj' }, { item: 'log', port: 'transmission' });
    const { refused } = model.getView();
    expect(refused?.converters?.map(({ algorithm }) => algorithm)).toContain('ct.normalize');
    model.convert(refused!.wire!, 'ct.normalize');
    expect(model.getView().refused).toBeNull();
    expect(wiresOf(model.getView().document!).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['read.proj>normalize.proj', 'normalize.transmission>log.transmission']),
    );
    model.undo();
    expect(model.getView().document?.workflow.nodes).toHaveLength(3);
  });
});

describe('notes and frames', () => {
  test('are written into the document, moved, changed and taken away', async () => {
    const text = textOf(startText);
    const { model } = await canvas(text);
    model.addComment('Look here', [10.4, 20.6]);
    model.move({ 'comment:note': [30, 40], 'input:scan': [-300, 0] });
    model.select(['read', 'log', 'input:scan']);
    model.groupSelected('First');
    expect(JSON.parse(text.get()).view).toEqual({
      positions: { 'input:scan': [-300, 0] },
      comments: [{ id: 'note', text: 'Look here', at: [30, 40] }],
      groups: [{ id: 'group', title: 'First', nodes: ['read', 'log'] }],
    });
    model.select(['comment:note', 'group:group']);
    model.removeSelected();
    expect(JSON.parse(text.get()).view).toEqual({ positions: { 'input:scan': [-300, 0] } });
    for (let edits = 0; edits < 4; edits++) model.undo();
    expect(text.get()).toBe(startText);
  });

  test('a wire that is selected is taken away alone', async () => {
    const { model } = await canvas(textOf(startText));
    model.select(['wire:input:scan.value>read.scan']);
    model.removeSelected();
    expect(wiresOf(model.getView().document!)).toEqual([]);
    expect(model.getView().document?.workflow.nodes).toHaveLength(3);
  });
});

test('cards are put in line or spread evenly', () => {
  const box = (id: string, x: number, y: number) => ({ id, x, y, width: 200, height: 100 });
  const boxes = [box('a', 0, 0), box('b', 250, 30), box('c', 600, 10)];
  expect(aligned(boxes, 'top')).toEqual({ a: [0, 0], b: [250, 0], c: [600, 0] });
  expect(aligned(boxes, 'left')).toEqual({ a: [0, 0], b: [0, 30], c: [0, 10] });
  expect(aligned(boxes, 'columns')).toEqual({ a: [0, 0], b: [300, 30], c: [600, 10] });
});

describe('a parameter that follows something else', () => {
  const read = { item: 'read', port: 'anglesRad' };
  const portsOf = (model: CanvasModel, step: string): readonly string[] =>
    drawDocument(model, model.getView(), null)!
      .cards.get(step)!
      .inputs.map(({ name, type, linked }) => `${name} ${type?.kind} ${linked}`);

  test('becomes a port, takes a wire of its type, and is given back its value by undo', async () => {
    const text = textOf(startText);
    const { model } = await canvas(text);
    model.add('ct.axis', [0, 0]);
    model.add('ct.axis', [0, 300]);
    model.setParam('axis2', 'axisPx', 5);
    const before = text.get();
    const to = { item: 'axis2', port: 'param:axisPx' };
    model.openParam('axis2', 'axisPx', true);
    expect(text.get()).toBe(before);
    model.setParam('axis2', 'axisPx', undefined);
    expect(portsOf(model, 'axis2')).toContain('param:axisPx number false');
    model.undo();
    model.connect(read, to);
    expect(model.getView().refused?.message).toContain('Parameter "axisPx" of step "axis2" refuses the link');
    expect(text.get()).toBe(before);
    model.connect({ item: 'axis', port: 'axisPx' }, to);
    expect(model.getView().refused).toBeNull();
    expect(portsOf(model, 'axis2')).toContain('param:axisPx number true');
    expect(wiresOf(model.getView().document!).map(({ id }) => id)).toContain('axis.axisPx>axis2.param:axisPx');
    model.select(['wire:axis.axisPx>axis2.param:axisPx']);
    model.removeSelected();
    expect(wiresOf(model.getView().document!)).toHaveLength(1);
    model.undo();
    model.undo();
    expect(text.get()).toBe(before);
  });

  test('can be made an input of the workflow, or follow one of its parameters', async () => {
    const params = { start: { type: 'number', default: 3 } };
    const text = textOf(`${JSON.stringify({ ...start, workflow: { ...start.workflow, params } }, null, 2)}\n`);
    const { model } = await canvas(text);
    model.add('ct.axis', [0, 0]);
    model.followParam('axis', 'axisPx', 'start');
    expect(JSON.parse(text.get()).workflow.nodes[3].params).toEqual({ axisPx: { param: 'start' } });
    model.feed({ item: 'axis', port: 'param:axisPx' });
    const { workflow } = JSON.parse(text.get());
    expect(workflow.nodes[3].params).toEqual({ axisPx: { input: 'axisPx' } });
    expect(workflow.inputs.axisPx.type).toEqual({ kind: 'number', unit: 'pixel' });
  });
});

test('datasets that are dropped beside the cards are read by steps of their own, one input for each file', async () => {
  const empty = { ...start, workflow: { ...start.workflow, inputs: {}, nodes: [] }, values: {} };
  const text = textOf(`${JSON.stringify(empty, null, 2)}\n`);
  const { model } = await canvas(text);
  model.addReader('a.h5', '/entry/data', [10, 20]);
  model.addReader('a.h5', '/entry/dark', [10, 300]);
  model.addReader('b.npy', '/data', [10, 600]);
  const { workflow, values } = JSON.parse(text.get());
  expect(values.inputs).toEqual({ file: 'a.h5', file2: 'b.npy' });
  expect(workflow.nodes.map(({ inputs, params }: never) => [inputs, params])).toEqual([
    [{ file: { input: 'file' } }, { dataset: { value: '/entry/data' } }],
    [{ file: { input: 'file' } }, { dataset: { value: '/entry/dark' } }],
    [{ file: { input: 'file2' } }, { dataset: { value: '/data' } }],
  ]);
  expect(model.getView().problems).toEqual([]);
  expect(inputForFile(workflow.inputs, null)).toBeNull();
  expect(inputForFile(workflow.inputs, 'input:file2')).toBe('file2');
  for (let edits = 0; edits < 3; edits++) model.undo();
  expect(JSON.parse(text.get())).toEqual(empty);
});

test('a new card behind a panel is brought into sight by the shortest way; one that is seen stays', () => {
  const room = { width: 800, height: 600 };
  const card = (x: number, y: number) => ({ x, y, width: 200, height: 100 });
  expect(shiftIntoSight(card(10, 10), room)).toEqual([0, 0]);
  expect(shiftIntoSight(card(700, 300), room)).toEqual([-130, 0]);
  expect(shiftIntoSight(card(-50, 590), room)).toEqual([80, -120]);
  expect(shiftIntoSight({ ...card(700, 0), width: 900 }, room)).toEqual([-670, 0]);
});

describe('a workflow inside a step', () => {
  test('is a document of its own; what is edited there stands in the document around it', async () => {
    const text = textOf(startText);
    const { model } = await canvas(textInside(text, ['prepare']));
    expect(model.getView().document?.workflow.nodes.map(({ name }) => name)).toEqual(['log']);
    model.add('ct.crop', [120, 40]);
    model.addComment('Inside', [0, 0]);
    const { workflow, view } = JSON.parse(text.get());
    expect(workflow.nodes[2].workflow.nodes).toMatchObject([{ name: 'log', remark: 'kept' }, { name: 'crop' }]);
    expect(view.nested.prepare).toMatchObject({ positions: { crop: [120, 40] }, comments: [{ text: 'Inside' }] });
    model.undo();
    model.undo();
    expect(JSON.parse(text.get())).toEqual(start);
  });

  test('is run as a part of the whole document, and shows the states of its own steps', async () => {
    const text = textOf(startText);
    const record = { run: 'r1', state: 'done', progress: 1, step: '', elapsedMs: 5, error: null };
    const nodes = { read: { state: 'done' }, prepare: { state: 'done' }, 'prepare/log': { state: 'failed' } };
    const { model, link } = await canvas(textInside(text, ['prepare']), {
      'graph.start': () => record,
      'graph.status': () => ({ record, nodes, outputs: { all: '3' } }) as unknown as MethodResult<'graph.status'>,
    });
    model.run({ to: 'log' });
    await settle();
    expect(link.asked.find(({ method }) => method === 'graph.start')?.params).toEqual({
      ...{ path: '/data/my.daisy', text: startText, to: 'prepare/log' },
    });
    expect(Object.keys(model.getView().status!.nodes)).toEqual(['log']);
  });

  test('shows nothing, and takes no edits, when its step is gone', async () => {
    const text = textOf(startText);
    const { model } = await canvas(textInside(text, ['prepare']));
    text.set(JSON.stringify({ ...start, workflow: { ...start.workflow, nodes: [] } }));
    expect(model.getView()).toMatchObject({ document: null, readOnly: true });
  });
});

describe('what a run has shown', () => {
  const document = start as unknown as DaisyDocument;
  const changed = (change: (workflow: typeof start.workflow, values: typeof start.values) => void): DaisyDocument => {
    const copy = copyOf(start);
    change(copy.workflow, copy.values);
    return copy as unknown as DaisyDocument;
  };

  test('is stale from the first step that has changed, with the reason', () => {
    expect(staleSteps(document, document).size).toBe(0);
    const linked = changed(({ nodes }) => {
      Object.assign(nodes[1]!, { inputs: { transmission: { node: 'read', port: 'proj' } } });
    });
    expect([...staleSteps(document, linked)]).toEqual([['log', { what: 'link', name: 'transmission' }]]);
    const otherScan = copyOf(linked);
    Object.assign(otherScan.values!.inputs!, { scan: 'b.h5' });
    expect([...staleSteps(linked, otherScan)]).toEqual([
      ['read', { what: 'input', name: 'scan' }],
      ['log', { what: 'step', name: 'read' }],
    ]);
    const other = changed(({ nodes }) => void Object.assign(nodes[0]!, { params: { bin: { value: 2 } } }));
    expect(staleSteps(document, other).get('read')).toEqual({ what: 'parameter', name: 'bin' });
  });

  test('is found again with the runs of the document, and stale where the document went on', async () => {
    const run = { run: 'r1', state: 'done', startedMs: 1, text: startText } as unknown as GraphRun;
    const record = { run: 'r1', state: 'done', progress: 1, step: '', elapsedMs: 5, error: null };
    const { model } = await canvas(textOf(startText), {
      'graph.runs': () => ({ runs: [run], batch: null }),
      'graph.status': () => ({ record, nodes: { log: { state: 'done' } }, outputs: {} }),
    });
    expect(model.getView().status?.nodes['log']?.state).toBe('done');
    expect(model.getView().stale.size).toBe(0);
    model.setValue('inputs', 'scan', 'b.h5');
    expect([...model.getView().stale.keys()]).toEqual(['read']);
    model.undo();
    expect(model.getView().stale.size).toBe(0);
  });

  test('stays drawn as it was where nothing changed: cards are the same objects', async () => {
    const { model } = await canvas(textOf(startText));
    const first = drawDocument(model, model.getView(), null)!;
    const before = flowItems(first, [], new Map());
    model.move({ log: [900, 0] });
    const after = flowItems(
      drawDocument(model, model.getView(), first)!,
      [],
      new Map(before.nodes.map(node => [node.id, node])),
    );
    const same = after.nodes.filter(node => before.nodes.includes(node)).map(({ id }) => id);
    expect(same).toEqual(expect.arrayContaining(['read', 'prepare']));
    expect(same).not.toContain('log');
    const edges = keptEdges(before.edges, after.edges);
    expect(edges).toBe(before.edges);
    const [chosen, ...others] = edges;
    const changed = keptEdges(edges, [{ ...chosen!, selected: true }, ...others.map(edge => ({ ...edge }))]);
    expect(changed.map((edge, at) => edge === edges[at])).toEqual([false, ...others.map(() => true)]);
  });
});

test('a kernel that goes away in the middle of a run leaves an offer to resume the same part', async () => {
  const record = { run: 'r1', state: 'running', progress: 0.4, step: 'read', elapsedMs: 5, error: null };
  const { model, link } = await canvas(textOf(startText), {
    'graph.start': () => record,
    'graph.status': () => ({ record, nodes: {}, outputs: {} }),
  });
  model.run({ to: 'log' });
  await settle();
  link.setState('dead');
  expect(model.getView()).toMatchObject({ link: 'dead', status: null, interrupted: { to: 'log' } });
  link.setState('ready');
  model.resume();
  await settle();
  expect(model.getView().interrupted).toBeNull();
  expect(link.asked.filter(({ method }) => method === 'graph.start').at(-1)?.params).toMatchObject({ to: 'log' });
});
