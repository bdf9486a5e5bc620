import {
  checkDocument,
  Contracts,
  documentEdits,
  parseDocument,
  printDocument,
  toDocument,
  workflow,
  port,
  type DaisyDocument,
  type Edited,
} from '@daisy-lab/core';
import { describe, expect, test } from '@jest/globals';
import { add, catalogue, pick, randomOf, randomWorkflow } from './worlds.ts';

const {
  addNode,
  connect,
  copyNodes,
  disconnect,
  pasteNodes,
  record,
  redo,
  removeComment,
  removeNode,
  renameNode,
  setComment,
  setGroup,
  setParam,
  setPosition,
  setPositions,
  setRules,
  setValue,
  startHistory,
  undo,
  useInstalledVersions,
} = documentEdits;

const contracts = Contracts.of(catalogue);

/** A document as somebody wrote it: odd spaces, fields of others, numbers with trailing zeros. */
const text = `{
    "daisy": 2,
    "x-lab": {"proposal":"2026-117",   "shifts": [1,2,   3]},
    "workflow": {
        "id": "test.hand", "version": "1.0.0",
        "title": "By hand",
        "inputs": {"x": {"type": {"kind":"number"}}},
        "nodes": [
            {"name": "first", "algorithm": "math.add", "version": "1.0.0", "x-colour": "red",
             "inputs": {"a": {"input": "x"},
                        "b": {"value": 2.500}},
             "params": {"scale": {"value": 1.0}, "round": {"value": true}}},

            {"name": "second", "algorithm": "math.add", "version": "1.0.0",
             "inputs": {"a": {"node": "first", "port": "sum"}, "b": {"value": 1e1}}}
        ],
        "outputs": {"sum": {"from": {"node": "second", "port": "sum"}}}
    }
}
`;

const linesOf = (whole: string): string[] => whole.split(/\r\n|\n/);
function changed(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, now] = [linesOf(before), linesOf(after)];
  return { gone: old.filter(line => !now.includes(line)), come: now.filter(line => !old.includes(line)) };
}

function done({ text: made, refused }: Edited): string {
  expect(refused).toBeUndefined();
  expect(parseDocument(made).problems).toEqual([]);
  return made;
}

describe('edits of a document', () => {
  test('DOC-9: one parameter is one line, all else keeps its bytes', () => {
    const made = done(setParam(text, contracts, { node: 'first', param: 'scale' }, { value: 3 }));
    expect(made).toBe(text.replace('"scale": {"value": 1.0}', '"scale": {"value": 3}'));
    expect(done(setParam(made, contracts, { node: 'first', param: 'scale' }, { value: 1 }))).toBe(
      text.replace('"value": 1.0}', '"value": 1}'),
    );
    expect(done(setParam(text, contracts, { node: 'first', param: 'scale' }, { value: 1 }))).toBe(text);
    expect(done(setParam(text, contracts, { node: 'first', param: 'round' }, undefined))).toBe(
      text.replace(', "round": {"value": true}', ''),
    );
  });

  test.each([
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['tabs', text.replaceAll('    ', '\t')],
    ['a byte order mark', `\uFEFF${text}`],
    ['no line break at the end', text.trimEnd()],
    ['one line', JSON.stringify(JSON.parse(text))],
  ])('DOC-9: %s stays', (_, given) => {
    const moved = done(setPosition(given, 'first', [10, 20]));
    const back = done(removeNode(done(addNode(moved, contracts, { algorithm: 'math.total' })), 'total'));
    expect(back).toBe(moved);
    expect(/[^\r]\n/.test(moved)).toBe(/[^\r]\n/.test(given));
    expect(moved.startsWith('\uFEFF')).toBe(given.startsWith('\uFEFF'));
    expect(moved.endsWith('\n')).toBe(given.endsWith('\n'));
    expect(changed(given, moved).gone.length).toBeLessThanOrEqual(1);
  });

  test('DOC-9: fields of others stay', () => {
    const made = done(renameNode(done(setRules(text, 'first', { retries: 3 })), 'first', 'begin'));
    expect(made).toContain('"x-lab": {"proposal":"2026-117",   "shifts": [1,2,   3]}');
    expect(made).toContain('"x-colour": "red"');
    expect(made).toContain('"b": {"value": 2.500}');
    expect(made).toContain('{"node": "begin", "port": "sum"}');
    expect(made).not.toContain('"first"');
  });

  test('DOC-9: a new name of a step is used in its place, its groups and all links, and nowhere else', () => {
    let made = done(setPositions(text, { first: [1, 2], second: [3, 4] }));
    made = done(setGroup(made, { id: 'g', title: 'All', nodes: ['first', 'second'] }));
    made = done(renameNode(made, 'first', 'begin'));
    expect(parseDocument(made).document).toMatchObject({
      workflow: { nodes: [{ name: 'begin' }, { name: 'second', inputs: { a: { node: 'begin', port: 'sum' } } }] },
      view: { positions: { begin: [1, 2], second: [3, 4] }, groups: [{ nodes: ['begin', 'second'] }] },
    });
    expect(renameNode(text, 'first', 'second').refused).toBeDefined();
  });

  test('DOC-10: steps come with the installed version and a free name, and go with their links', () => {
    const grown = done(addNode(text, contracts, { algorithm: 'math.add', at: [5, 6] }));
    const { workflow: flow, view } = parseDocument(grown).document!;
    expect(flow.nodes.at(-1)).toEqual({ name: 'add', algorithm: 'math.add', version: '1.0.0' });
    expect(view!.positions).toEqual({ add: [5, 6] });
    const gone = parseDocument(done(removeNode(grown, 'first'))).document!;
    expect(gone.workflow.nodes.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['second', { b: { value: 10 } }],
      ['add', undefined],
    ]);
  });

  test('DOC-11: links are refused in the words of the builder, and nothing is changed', () => {
    const header = { version: '1.0.0', title: 'Wrong', inputs: { x: port.string() } };
    const sentence = (): unknown =>
      workflow('test.wrong', header, (w, { x }) => w.step(add, { a: x as never, b: 1 }, {}, 'first'));
    const words = text.replace('"kind":"number"', '"kind":"string"');
    const refused = connect(words, contracts, { input: 'x' }, { node: 'first', input: 'a' });
    expect(refused.text).toBe(words);
    expect(sentence).toThrow(refused.refused!);
    expect(connect(text, contracts, { node: 'second', port: 'sum' }, { node: 'first', input: 'a' }).refused).toBe(
      'Step "first" depends on its own result.',
    );
    expect(connect(text, contracts, { node: 'none', port: 'sum' }, { node: 'first', input: 'a' }).refused).toContain(
      '"none"',
    );
    expect(connect(text, contracts, { input: 'x' }, { node: 'first', input: 'q' }).refused).toBe(
      'Step "first" has no input "q".',
    );
    expect(setParam(text, contracts, { node: 'first', param: 'scale' }, { value: -1 }).refused).toBe(
      'Parameter "scale" of step "first" must be at least 0, not -1.',
    );
    const scale = { node: 'first', param: 'scale' };
    expect(setParam(text, contracts, scale, { node: 'second', port: 'sum' }).refused).toBe(
      'Step "first" depends on its own result.',
    );
    expect(setParam(text, contracts, scale, { input: 'y' }).refused).toContain('an input "y"');
    expect(setParam(text, contracts, { node: 'second', param: 'round' }, { node: 'first', port: 'sum' }).refused).toBe(
      'Parameter "round" of step "second" refuses the link: A number is not a boolean.',
    );
    expect(addNode(text, contracts, { algorithm: 'math.none' }).refused).toContain('math.none');
    expect(disconnect(text, { node: 'second', input: 'c' }).refused).toContain('nothing linked');
    expect(setValue(text, 'inputs', 'y', 1).refused).toBe('The workflow has no input "y".');
    expect(setPosition('{', 'a', [0, 0]).refused).toContain('no valid JSON');
  });

  test('DOC-9: a parameter is linked to an output and given back its value in one line', () => {
    const scale = { node: 'second', param: 'scale' };
    const linked = done(setParam(text, contracts, scale, { node: 'first', port: 'sum' }));
    expect(parseDocument(linked).document?.workflow.nodes[1]?.params).toEqual({
      scale: { node: 'first', port: 'sum' },
    });
    expect(changed(text, linked).gone).toHaveLength(1);
    expect(checkDocument(parseDocument(linked).document!, contracts)).toEqual([]);
    expect(done(setParam(linked, contracts, scale, undefined))).toBe(text);
    const wrong = linked
      .replace('"scale": {"node"', '"round": {"node"')
      .replace('"scale": { "node"', '"round": { "node"');
    expect(checkDocument(parseDocument(wrong).document!, contracts)).toMatchObject([
      { path: 'workflow.nodes[1].params.round', severity: 'error' },
    ]);
  });

  test('DOC-12: many are moved at once as one after the other', () => {
    const one = done(setPosition(done(setPosition(text, 'first', [0, 0])), 'second', [100, 0]));
    expect(done(setPositions(text, { first: [0, 0], second: [100, 0] }))).toBe(one);
    expect(setPositions(text, { first: [0, 0], nobody: [1, 1] })).toMatchObject({ text, refused: expect.any(String) });
  });

  test('DOC-12: copies bring the links among them and get free names', () => {
    const placed = done(setPosition(done(setPosition(text, 'first', [0, 0])), 'second', [100, 0]));
    const { workflow: flow, view } = parseDocument(
      done(pasteNodes(placed, copyNodes(placed, ['first', 'second']))),
    ).document!;
    expect(flow.nodes.map(({ name }) => name)).toEqual(['first', 'second', 'first2', 'second2']);
    expect(flow.nodes[3]!.inputs!['a']).toEqual({ node: 'first2', port: 'sum' });
    expect(flow.nodes[2]).toMatchObject({ 'x-colour': 'red', inputs: { a: { input: 'x' } } });
    expect(view!.positions).toMatchObject({ first2: [40, 40], second2: [140, 40] });
    const other = printDocument({
      ...parseDocument(text).document!,
      workflow: { ...flow, nodes: [], outputs: {}, inputs: {} },
    });
    const pasted = parseDocument(done(pasteNodes(other, copyNodes(text, ['second'])))).document!;
    expect(pasted.workflow.nodes[0]!.inputs).toEqual({ b: { value: 10 } });
  });

  test('groups and notes are changed by their id, and the others stay', () => {
    let made = done(setComment(text, { id: 'a', text: 'One' }));
    made = done(setComment(made, { id: 'b', text: 'Two' }));
    made = done(setComment(made, { id: 'a', text: 'Three' }));
    made = done(setGroup(made, { id: 'g', title: 'Old', nodes: ['first'] }));
    made = done(setGroup(made, { id: 'h', title: 'Other', nodes: ['second'] }));
    made = done(setGroup(made, { id: 'g', title: 'New', nodes: ['first'] }));
    expect(parseDocument(made).document!.view).toEqual({
      comments: [
        { id: 'a', text: 'Three' },
        { id: 'b', text: 'Two' },
      ],
      groups: [
        { id: 'g', title: 'New', nodes: ['first'] },
        { id: 'h', title: 'Other', nodes: ['second'] },
      ],
    });
    const [without, refused] = [removeComment(made, 'a'), removeComment(made, 'c')];
    expect(parseDocument(done(without)).document!.view!.comments).toEqual([{ id: 'b', text: 'Two' }]);
    expect(refused).toMatchObject({ text: made, refused: expect.stringContaining('"c"') });
  });

  test('a copied link to a parameter stays where the document has that parameter', () => {
    const scale = '"scale": {"param": "size"}';
    const linked = text.replace('"scale": {"value": 1.0}', scale);
    const there = linked.replace(
      '"nodes": [',
      '"params": {"size": {"type": "number", "default": 1}},\n        "nodes": [',
    );
    const fragment = copyNodes(there, ['first']);
    const paramsIn = (target: string) =>
      parseDocument(done(pasteNodes(target, fragment))).document!.workflow.nodes.at(-1)!.params;
    expect(paramsIn(there)).toMatchObject({ scale: { param: 'size' } });
    expect(paramsIn(text)).toEqual({ round: { value: true } });
  });

  test('groups, notes, values and versions', () => {
    let made = done(setGroup(text, { id: 'g', title: 'All', nodes: ['first', 'second'] }));
    made = done(setComment(made, { id: 'c', text: 'See the log book.' }));
    made = done(setValue(made, 'inputs', 'x', 4));
    made = done(removeNode(made, 'first'));
    expect(parseDocument(made).document).toMatchObject({
      view: { groups: [{ nodes: ['second'] }], comments: [{ text: 'See the log book.' }] },
      values: { inputs: { x: 4 } },
    });
    const old = text.replaceAll('"version": "1.0.0", "x-colour"', '"version": "0.9.0", "x-colour"');
    expect(done(useInstalledVersions(old, contracts))).toBe(text);
  });

  test('DOC-13: every edit can be undone and done again', () => {
    let history = startHistory(text);
    history = record(history, setPosition(text, 'first', [1, 2]));
    history = record(history, removeNode(history.text, 'second'));
    history = record(history, removeNode(history.text, 'no such step'));
    const last = history.text;
    expect(undo(undo(history)).text).toBe(text);
    expect(undo(undo(undo(history))).text).toBe(text);
    expect(redo(redo(undo(undo(history)))).text).toBe(last);
  });

  test('DOC-9: 1500 random edits keep every line that they do not concern', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomOf(seed);
      let now = printDocument(toDocument(randomWorkflow(seed), { positions: { zero: [0, 0] } }));
      if (seed % 3 === 1) now = now.replaceAll('\n', '\r\n');
      if (seed % 3 === 2) now = now.replaceAll('": ', '" :  ').replaceAll('  "', '\t"');
      for (let round = 0; round < 25; round++) {
        const { nodes } = parseDocument(now).document!.workflow;
        const name = nodes.length > 0 ? pick(random, nodes).name : 'none';
        const before = now;
        const edited = randomEdit(random, now, name);
        if (edited.refused !== undefined) expect(edited.text).toBe(before);
        now = edited.text;
        const { document, problems } = parseDocument(now);
        expect(problems).toEqual([]);
        if (edited.refused !== undefined || /removed|renamed|pasted/.test(edited.what)) continue;
        expect(changed(before, now).gone.length).toBeLessThanOrEqual(5);
        expect(parseDocument(printDocument(document as DaisyDocument)).document).toEqual(document);
      }
    }
  });
});

function randomEdit(random: () => number, text: string, name: string): Edited & { what: string } {
  const edits: readonly (() => Edited & { what: string })[] = [
    () => ({
      what: 'added',
      ...addNode(text, contracts, { algorithm: pick(random, catalogue).id, at: [random(), 1] }),
    }),
    () => ({ what: 'removed', ...removeNode(text, name) }),
    () => ({ what: 'renamed', ...renameNode(text, name, `${name}'`) }),
    () => ({ what: 'moved', ...setPosition(text, name, [Math.round(random() * 500), 3]) }),
    () => ({
      what: 'linked',
      ...connect(text, contracts, { input: 'x' }, { node: name, input: pick(random, ['a', 'b']) }),
    }),
    () => ({ what: 'unlinked', ...disconnect(text, { node: name, input: 'a' }) }),
    () => ({ what: 'set', ...setParam(text, contracts, { node: name, param: 'scale' }, { value: random() }) }),
    () => ({ what: 'value', ...setValue(text, 'params', 'scale', pick(random, [1, 2, undefined])) }),
    () => ({ what: 'rules', ...setRules(text, name, { retries: pick(random, [1, undefined]), onError: 'skip' }) }),
    () => ({ what: 'pasted', ...pasteNodes(text, copyNodes(text, [name])) }),
    () => ({ what: 'grouped', ...setGroup(text, { id: pick(random, ['g', 'h']), title: 'G', nodes: [name] }) }),
  ];
  return pick(random, edits)();
}
