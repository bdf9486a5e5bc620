import { afterEach, expect, test } from '@jest/globals';
import type { LogLine, OriginGraph } from '@daisy-lab/core';
import { boxPx, layOutOrigin } from '../lib/workbench/inspector/origin-layout.js';
import { LogModel, shownLines } from '../lib/workbench/log/log-model.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const line = (seq: number, level: LogLine['level'], text: string): LogLine => ({
  ...{ seq, level, text, atMs: seq * 1000, run: 'r1', title: 'Full', step: 'read' },
});

const models: LogModel[] = [];
afterEach(() => models.splice(0).forEach(model => model.dispose()));

test('the log asks only for what is new, and shows what is looked for', async () => {
  let all = [line(1, 'info', 'Started Read scan'), line(2, 'warning', 'Not kept')];
  const link = new ScriptedLink({
    'log.list': ({ after }: { after: number }) => ({ lines: all.filter(l => l.seq > after) }),
  });
  const model = new LogModel(link);
  models.push(model);
  model.start();
  await settle();
  all = [...all, line(3, 'error', 'There is no file a.h5')];
  link.emit({ v: 1, epoch: 'e', seq: 1, topic: 'log', key: 'lines', value: 3 });
  await settle();
  expect(link.asked.map(({ params }) => params)).toEqual([{ after: 0 }, { after: 2 }]);
  expect(shownLines(model.getView()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  model.filter({ level: 'warning' });
  expect(shownLines(model.getView()).map(({ seq }) => seq)).toEqual([2, 3]);
  model.filter({ level: 'info', words: 'FILE a.h5' });
  expect(shownLines(model.getView()).map(({ seq }) => seq)).toEqual([3]);
  model.clear();
  expect(model.getView().lines).toEqual([]);
});

test('an object stands behind everything that it comes from', () => {
  const step = (id: string): OriginGraph['nodes'][number] => ({
    ...{ kind: 'step', id, title: id, algorithm: `ct.${id}`, version: '1.0.0', params: {} },
  });
  const { nodes, links, width } = layOutOrigin({
    nodes: [
      { kind: 'object', id: 'slices', title: 'slices' },
      step('recon'),
      step('read'),
      { kind: 'file', id: 'scan', title: 'scan', path: '/data/a.h5' },
    ],
    links: [
      { from: 'scan', to: 'read' },
      { from: 'read', to: 'recon' },
      { from: 'scan', to: 'recon' },
      { from: 'recon', to: 'slices' },
    ],
  });
  const columns = Object.fromEntries(nodes.map(({ node, x }) => [node.id, x / (boxPx.width + boxPx.gapX)]));
  expect(columns).toEqual({ scan: 0, read: 1, recon: 2, slices: 3 });
  expect(links).toHaveLength(4);
  expect(width).toBe(4 * boxPx.width + 3 * boxPx.gapX);
});
