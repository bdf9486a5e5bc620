import { YFile } from '@jupyter/ydoc';
import { expect, test } from '@jest/globals';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { documentEdits as edits, type Edited } from '@daisy-lab/core';
import * as Y from 'yjs';
import { ModelText } from '../lib/documents/model-text.js';
import { changesBetween } from '../lib/documents/text-changes.js';

const start = `{
  "daisy": 2,
  "workflow": {
    "id": "my.workflow",
    "version": "0.1.0",
    "title": "Workflow",
    "nodes": [
      { "name": "read", "algorithm": "ct.read", "version": "1.0.0" },
      { "name": "log", "algorithm": "ct.minusLog", "version": "1.0.0", "inputs": {} }
    ],
    "outputs": {}
  },
  "view": {
    "positions": {
      "read": [0, 0],
      "log": [300, 0]
    },
    "comments": [
      { "id": "c1", "text": "First" }
    ]
  }
}
`;

/** Two people with the document open: what each edits reaches the other only by `meet`. */
function twoPeople() {
  const [anna, ben] = [YFile.create(), YFile.create()] as [YFile, YFile];
  const texts = [anna, ben].map(sharedModel => {
    const model = { sharedModel, toString: () => sharedModel.getSource(), readOnly: false };
    return new ModelText({ path: 'my.daisy', model } as unknown as DocumentRegistry.Context, path => path);
  }) as [ModelText, ModelText];
  const meet = (): void => {
    const updates = [anna, ben].map(({ ydoc }) => Y.encodeStateAsUpdate(ydoc)) as [Uint8Array, Uint8Array];
    Y.applyUpdate(anna.ydoc, updates[1]);
    Y.applyUpdate(ben.ydoc, updates[0]);
  };
  anna.setSource(start);
  meet();
  return { texts, meet };
}

const apply = (text: ModelText, change: (text: string) => Edited): void => text.set(change(text.get()).text);

test('edits of two people at the same moment are both there, in the same document', () => {
  const {
    texts: [anna, ben],
    meet,
  } = twoPeople();
  apply(anna, text => edits.setPosition(text, 'read', [40, 80]));
  apply(anna, text => edits.setComment(text, { id: 'c2', text: 'of Anna' }));
  apply(ben, text => edits.renameNode(text, 'log', 'logarithm'));
  apply(ben, text => edits.setGroup(text, { id: 'g1', title: document.title, nodes: ['read'] }));
  apply(ben, text => edits.setComment(text, { id: 'c3', text: 'of Ben' }));
  meet();
  expect(anna.get()).toBe(ben.get());
  const { workflow, view } = JSON.parse(anna.get());
  expect(workflow.nodes.map(({ name }: { name: string }) => name)).toEqual(['read', 'logarithm']);
  expect(view.positions).toEqual({ read: [40, 80], logarithm: [300, 0] });
  expect(view.groups).toHaveLength(1);
  expect(view.comments.map(({ id }: { id: string }) => id).sort()).toEqual(['c1', 'c2', 'c3']);
});

test('an edit replaces only the characters that differ', () => {
  const moved = edits.setPosition(start, 'log', [310, 0]).text;
  expect(changesBetween(start, moved)).toEqual([
    { start: start.indexOf('300') + 1, end: start.indexOf('300') + 2, text: '1' },
  ]);
  expect(changesBetween(start, start)).toEqual([]);
});

test('any text becomes any other by its changes', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 16807) % 2147483647) % below;
  const text = (): string => Array.from({ length: random(30) }, () => 'ab\n'[random(3)]).join('');
  const become = (from: string, to: string): string =>
    changesBetween(from, to).reduce(
      (now, { start: at, end, text: part }) => now.slice(0, at) + part + now.slice(end),
      from,
    );
  for (let round = 0; round < 500; round++) {
    const [from, to] = [text(), text()];
    expect(become(from, to)).toBe(to);
  }
  const long = Array.from({ length: 2000 }, (_, line) => `${line}\n`).join('');
  expect(become(long, [...long].reverse().join(''))).toBe([...long].reverse().join(''));
});
