import { afterEach, describe, expect, test } from '@jest/globals';
import { parseDocument, type MethodResult } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import { CanvasModel } from '../lib/canvas/canvas-model.js';
import type { DocumentText } from '../lib/canvas/document-text.js';
import { placesOf } from '../lib/canvas/places.js';
import { wiresOf } from '../lib/canvas/wires.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const empty = `{
  "daisy": 2,
  "workflow": {
    "id": "my.workflow",
    "version": "0.1.0",
    "title": "Workflow",
    "inputs": { "scan": { "type": { "kind": "dataset", "dataset": "ct.scan" } } },
    "nodes": [],
    "outputs": {}
  },
  "beamline":   "BL07"
}
`;

/** A document in memory; `edit` is what another view does. */
function textOf(start: string, readOnly = false): DocumentText & { edit(text: string): void } {
  let text = start;
  const listeners = new Set<() => void>();
  const set = (next: string): void => {
    text = next;
    listeners.forEach(listener => listener());
  };
  return {
    path: '/data/my.daisy',
    readOnly,
    get: () => text,
    set,
    edit: set,
    onChange: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const models: CanvasModel[] = [];
afterEach(() => models.splice(0).forEach(model => model.dispose()));

async function canvas(text: DocumentText, answers = {}): Promise<{ model: CanvasModel; link: ScriptedLink }> {
  const link = new ScriptedLink({
    'graph.palette': () => ({ contracts: schemas }),
    'graph.plan': () => ({ steps: [], memoryBytes: 0, budgetBytes: 0 }),
    ...answers,
  });
  const model = new CanvasModel(link, text);
  models.push(model);
  await settle();
  return { model, link };
}

test('a file that may not be written is said so, until the document has another name; it can be edited all the same', async () => {
  const text = { ...textOf(empty), isWritable: false };
  const { model } = await canvas(text);
  expect(model.getView()).toMatchObject({ isWritable: false, readOnly: false });
  model.add('ct.read', [0, 0]);
  expect(text.get()).toContain('ct.read');
  text.isWritable = true;
  text.edit(text.get());
  expect(model.getView().isWritable).toBe(true);
  expect((await canvas(textOf(empty))).model.getView().isWritable).toBe(true);
});

/** Read, correct, take the logarithm: by the operations that the mouse calls. */
function buildChain(model: CanvasModel): void {
  model.add('ct.read', [100, 40], { from: { item: 'input:scan', port: 'value' } });
  model.add('ct.normalize', [360, 40], { from: { item: 'read', port: 'proj' } });
  model.connect({ item: 'read', port: 'flats' }, { item: 'normalize', port: 'flats' });
  model.add('ct.minusLog', [620, 40], { from: { item: 'normalize', port: 'transmission' } });
  model.publish({ item: 'minusLog', port: 'lineIntegrals' });
}

describe('the canvas model', () => {
  test('builds a workflow from nothing: steps, wires that fit, an output', async () => {
    const { model } = await canvas(textOf(empty));
    buildChain(model);
    const { document, problems } = model.getView();
    expect(problems).toEqual([]);
    expect(wiresOf(document!).map(({ id }) => id)).toEqual([
      'input:scan.value>read.scan',
      'read.proj>normalize.proj',
      'read.flats>normalize.flats',
      'normalize.transmission>minusLog.transmission',
      'minusLog.lineIntegrals>output:lineIntegrals.value',
    ]);
  });

  test('a wire that does not fit is refused in a sentence, and nothing changes', async () => {
    const text = textOf(empty);
    const { model } = await canvas(text);
    buildChain(model);
    const before = text.get();
    model.connect({ item: 'read', port: 'anglesRad' }, { item: 'minusLog', port: 'transmission' });
    expect(model.getView().refused?.message).toMatch(/minusLog.*refuses the link: An array of float64/);
    model.connect({ item: 'minusLog', port: 'lineIntegrals' }, { item: 'normalize', port: 'darks' });
    expect(model.getView().refused?.message).toBeTruthy();
    expect(text.get()).toBe(before);
    model.dismiss();
    expect(model.getView().refused).toBeNull();
  });

  test('every edit can be undone and done again, and what Daisy does not know keeps its bytes', async () => {
    const text = textOf(empty);
    const { model } = await canvas(text);
    buildChain(model);
    for (let step = 0; step < 45; step++) model.move({ read: [step * 10, step] });
    model.setParam('normalize', 'average', 'median');
    const built = text.get();
    expect(built).toContain('"beamline":   "BL07"');
    let edits = 0;
    while (model.getView().canUndo) {
      model.undo();
      edits++;
    }
    expect(edits).toBeGreaterThanOrEqual(50);
    expect(text.get()).toBe(empty);
    while (model.getView().canRedo) model.redo();
    expect(text.get()).toBe(built);
  });

  test('parameters are checked, copied steps get free names, removed steps take their wires along', async () => {
    const { model } = await canvas(textOf(empty));
    buildChain(model);
    model.setParam('normalize', 'clipBelow', 7);
    expect(model.getView().refused?.message).toMatch(/clipBelow/);
    model.select(['normalize', 'minusLog']);
    model.paste(model.copySelected());
    expect(model.getView().document!.workflow.nodes.map(({ name }) => name)).toEqual([
      'read',
      'normalize',
      'minusLog',
      'normalize2',
      'minusLog2',
    ]);
    model.select(['normalize']);
    model.removeSelected();
    expect(wiresOf(model.getView().document!).map(({ id }) => id)).not.toContainEqual(
      expect.stringContaining('normalize.'),
    );
    expect(model.getView().problems[0]?.message).toMatch(/minusLog/);
  });

  test('another view of the same document is followed, and a broken text opens for reading only', async () => {
    const text = textOf(empty);
    const { model } = await canvas(text);
    buildChain(model);
    text.edit(empty);
    expect(model.getView().document?.workflow.nodes).toEqual([]);
    model.undo();
    expect(parseDocument(text.get()).document?.workflow.nodes).toHaveLength(3);
    text.edit('{ "daisy": 2, ');
    expect(model.getView()).toMatchObject({ document: null, readOnly: true });
    model.add('ct.read', [0, 0]);
    expect(text.get()).toBe('{ "daisy": 2, ');
  });

  test('a run is followed step by step, with its plan anew when it has ended', async () => {
    const status = {
      record: { run: 'r1', state: 'done', progress: 1, step: '', elapsedMs: 1200 },
      nodes: { read: { state: 'cached', progress: 1, milliseconds: 0 } },
      outputs: { lineIntegrals: 'float32 3 × 4 × 5' },
    } as unknown as MethodResult<'graph.status'>;
    const { model, link } = await canvas(textOf(empty), {
      'graph.start': () => ({ run: 'r1' }),
      'graph.status': () => status,
    });
    buildChain(model);
    const plans = link.count('graph.plan');
    model.run({ to: 'read' });
    await settle();
    expect(link.asked.find(({ method }) => method === 'graph.start')?.params).toMatchObject({
      to: 'read',
      path: '/data/my.daisy',
    });
    expect(model.getView().status).toEqual(status);
    expect(link.count('graph.plan')).toBeGreaterThan(plans);
  });
});

test('steps without a place stand in the column behind what they need', async () => {
  const { model } = await canvas(textOf(empty));
  buildChain(model);
  const { view: _, ...unplaced } = model.getView().document!;
  const places = placesOf(unplaced);
  const x = (item: string): number => places.get(item)![0];
  expect([x('input:scan'), x('read'), x('normalize'), x('minusLog'), x('output:lineIntegrals')]).toEqual(
    [...places.values()].map(([at]) => at).sort((a, b) => a - b),
  );
});
