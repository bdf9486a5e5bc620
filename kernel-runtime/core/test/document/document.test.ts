import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Contracts,
  documentSchema,
  fromDocument,
  migrateText,
  parseDocument,
  printDocument,
  toDocument,
  workflow,
  port,
  type DaisyDocument,
} from '@daisy-lab/core';
import { describe, expect, test } from '@jest/globals';
import { add, catalogue, maybe, randomWorkflow, saying, total } from './worlds.ts';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const fixture = (name: string): string =>
  readFileSync(join(process.cwd(), 'kernel-runtime/core/test/document/fixtures', name), 'utf8');

const small = workflow('test.small', { version: '1.0.0', title: 'Small', inputs: { x: port.number() } }, (w, { x }) => {
  const first = w.step(add, { a: x, b: 2 });
  return { sum: w.step(add, { a: first.sum, b: x }, { scale: 4 }).sum };
});

/** The document of `small` with one thing changed. */
function broken(
  change: (document: { workflow: Record<string, never> } & Record<string, never>) => void,
): DaisyDocument {
  const document = JSON.parse(printDocument(toDocument(small))) as never;
  change(document);
  return document;
}

describe('documents', () => {
  test('DOC-2: reading what was printed gives the same document, for 200 random workflows', () => {
    for (const seed of seeds) {
      const document = toDocument(randomWorkflow(seed), { params: { scale: seed }, positions: { add: [seed, 0.5] } });
      const parsed = parseDocument(printDocument(document));
      expect(parsed.problems).toEqual([]);
      expect(parsed.document).toEqual(document);
      expect(printDocument(parsed.document!)).toBe(printDocument(document));
    }
  });

  test('DOC-3: a graph becomes a document and the same graph again, for 200 random workflows', () => {
    for (const seed of seeds) {
      const made = randomWorkflow(seed);
      const { algorithm, problems } = fromDocument(parseDocument(printDocument(toDocument(made))).document!, catalogue);
      expect(problems).toEqual([]);
      expect(saying(algorithm!)).toEqual(saying(made));
    }
  });

  test('DOC-3: workflows of the catalogue are named, others stand in the document', () => {
    const outer = workflow(
      'test.outer',
      { version: '1.0.0', title: 'Outer', inputs: { x: port.number() } },
      (w, { x }) => w.step(small, { x }),
    );
    expect(toDocument(outer).workflow.nodes[0]).toMatchObject({ name: 'small', workflow: { id: 'test.small' } });
    const named = toDocument(outer, { catalogue: [small] });
    expect(named.workflow.nodes[0]).toMatchObject({ name: 'small', algorithm: 'test.small', version: '1.0.0' });
    expect(saying(fromDocument(named, [...catalogue, small]).algorithm!)).toEqual(saying(outer));
  });

  test('DOC-3: an algorithm that is no workflow is a document of one step', () => {
    const { algorithm } = fromDocument(toDocument(maybe), catalogue);
    expect(algorithm!.graph!.nodes).toHaveLength(1);
    expect(Object.keys(algorithm!.outputs)).toEqual(['value', 'isLarge']);
  });

  test('DOC-4: what is no plain data is refused', () => {
    const data = new Float64Array(3);
    expect(() => toDocument(small, { inputs: { x: data } })).toThrow('is no plain data');
    expect(() => toDocument(total, { inputs: { values: [1, NaN] } })).toThrow('is no plain data');
  });

  test.each([
    ['workflow.nodes[0].algorithm', 'math.none, which is not installed', { algorithm: 'math.none' }],
    ['workflow.nodes[0].version', 'was made for math.add 9.0.0, but 1.0.0 is installed', { version: '9.0.0' }],
    [
      'workflow.nodes[0].inputs.a',
      'an input "y" that the workflow does not have',
      { inputs: { a: { input: 'y' }, b: { value: 1 } } },
    ],
    ['workflow.nodes[0].inputs.b', 'has nothing linked to its input "b"', { inputs: { a: { input: 'x' } } }],
    [
      'workflow.nodes[0].inputs.c',
      'has no input "c"',
      { inputs: { a: { value: 1 }, b: { value: 1 }, c: { value: 1 } } },
    ],
    ['workflow.nodes[0].params.scale', 'must be at least 0, not -1', { params: { scale: { value: -1 } } }],
    ['workflow.nodes[0].params.colour', 'has no parameter "colour"', { params: { colour: { value: 1 } } }],
    [
      'workflow.nodes[0]',
      'depends on its own result',
      { inputs: { a: { node: 'add2', port: 'sum' }, b: { value: 1 } } },
    ],
    ['workflow.nodes[1].name', 'There are two steps "add2"', { name: 'add2' }],
  ])('DOC-5: %s: %s', (path, sentence, change) => {
    const document = broken(({ workflow: { nodes } }) => Object.assign(nodes![0]!, change));
    const { algorithm, problems } = fromDocument(document, catalogue);
    expect(algorithm).toBeNull();
    const found = problems.find(problem => problem.path === path || sentence.startsWith('There are two'));
    expect(problems.map(problem => problem.message).join('\n')).toContain(sentence);
    expect(found).toMatchObject({ severity: 'error' });
  });

  test('DOC-5: a newer version of the same major one is taken with a warning, an older one is not', () => {
    const older = broken(({ workflow: { nodes } }) =>
      Object.assign(nodes![0]!, { algorithm: 'math.maybe', version: '2.0.9' }),
    );
    expect(fromDocument(older, catalogue).problems).toContainEqual({
      path: 'workflow.nodes[0].version',
      message: 'Step "add" was made for math.maybe 2.0.9, but 2.1.0 is installed.',
      action: 'It is taken; results may differ slightly.',
      severity: 'warning',
    });
    const newer = broken(({ workflow: { nodes } }) => Object.assign(nodes![0]!, { version: '1.2.0' }));
    expect(fromDocument(newer, catalogue)).toMatchObject({ algorithm: null, problems: [{ severity: 'error' }] });
    const taken = broken(({ workflow: { nodes } }) => Object.assign(nodes![0]!, { version: '0.9.0' }));
    expect(
      fromDocument(taken, [...catalogue, { ...add, version: '0.9.5' } as unknown as typeof add]).algorithm!.graph!
        .nodes[0],
    ).toMatchObject({
      algorithm: { version: '0.9.5' },
    });
  });

  test('DOC-5: of several installed versions the same one is taken, else the newest of the same major one', () => {
    const versions = ['1.9.0', '2.0.0', '1.10.2', '1.10.10', '0.3.0'];
    const known = new Contracts(versions.map(version => ({ ...Contracts.of([add]).find('math.add')!, version })));
    const taken = (wanted: string): string | undefined => known.compatible('math.add', wanted)?.version;
    expect(['1.9.0', '1.2.0', '1.10.5', '1.11.0', '2.0.1', '0.1.0', '3.0.0'].map(taken)).toEqual([
      '1.9.0',
      '1.10.10',
      '1.10.10',
      undefined,
      undefined,
      '0.3.0',
      undefined,
    ]);
  });

  test('DOC-5: a link between types that do not fit has the sentence of the builder', () => {
    const document = broken(({ workflow: { inputs } }) => Object.assign(inputs!['x']!, { type: { kind: 'string' } }));
    const wrong = (): unknown =>
      workflow('test.small', { version: '1.0.0', title: 'Small', inputs: { x: port.string() } }, (w, { x }) =>
        w.step(add, { a: x as never, b: 2 }),
      );
    const [problem] = fromDocument(document, catalogue).problems;
    expect(problem).toMatchObject({ path: 'workflow.nodes[0].inputs.a' });
    expect(wrong).toThrow(problem!.message);
  });

  test.each([
    ['', 'it is empty'],
    ['{"daisy": 2, // note\n}', 'JSON has no comments'],
    ['{"daisy": 2,}', 'a comma stands before "}"'],
    ['{"daisy": 2, "view": {}, "view": {}}', '"view" stands twice in the document (line 1, column 26)'],
    ['{"daisy": 2\r\n "x": 1}', 'a comma or "}" is missing before "\\"" (line 2, column 2)'],
    ['{"daisy": 1e999}', 'the number 1e999 is too large'],
    ['{"daisy": "a\nb"}', 'a line break'],
    ['{"daisy": 2} x', '"x" follows its end'],
    [Array(300).fill('[').join(''), 'nested more than 200 deep'],
    ['[]', 'This is no Daisy document'],
    ['{"daisy": 3}', 'is of format 3, but this version of Daisy knows formats up to 2'],
    ['{"daisy": 0.5}', 'There is no format 0.5'],
    ['{"daisy": 2, "workflow": 5}', '"workflow" must be a record.'],
    ['{"daisy": 2, "workflow": {"id": "X", "version": 1}}', '"workflow.id" is no id like "ct.full".'],
  ])('DOC-6: text %# cannot be edited', (text, reason) => {
    const { document, problems } = parseDocument(text);
    expect(document).toBeNull();
    expect(problems.map(({ message }) => message).join(' ')).toContain(reason);
  });

  test.each([
    ['{}', '"workflow.nodes[0].inputs.a" must have one of node with port, input, param, value, first'],
    ['{ "node": "b" }', 'must have one of node with port'],
    ['{ "node": "b", "port": "sum", "input": "x" }', 'must have only one of'],
    ['{ "node": 5, "port": "sum" }', '"workflow.nodes[0].inputs.a.node" must be a text'],
    ['{ "first": [{ "input": 5 }] }', '"workflow.nodes[0].inputs.a.first[0].input" must be a text'],
    ['7', 'must have one of'],
  ])('DOC-6: a link %s is refused with its place', (link, sentence) => {
    const text = printDocument(toDocument(small)).replace(/"a": \{[^}]*\}/, `"a": ${link}`);
    expect(parseDocument(text).problems.map(({ message }) => message)).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    ['{ "kind": "list", "of": { "kind": "nothing" } }', 'inputs.x.type.of" must have a "kind" among number, integer'],
    ['{ "kind": "array", "dtypes": ["float16"], "axes": ["x"] }', 'inputs.x.type.dtypes[0]" must be one of int8'],
    ['{ "kind": "array", "axes": ["x"] }', 'inputs.x.type" lacks "dtypes"'],
  ])('DOC-6: a port of type %s is refused with its place', (type, sentence) => {
    const text = printDocument(toDocument(small)).replace(/"type": \{[^}]*\}/, `"type": ${type}`);
    expect(parseDocument(text).problems.map(({ message }) => message)).toEqual([expect.stringContaining(sentence)]);
  });

  test('DOC-6: no broken text makes reading throw', () => {
    const text = printDocument(toDocument(randomWorkflow(5)));
    for (let at = 0; at < text.length; at += 7) {
      parseDocument(text.slice(0, at));
      parseDocument(text.slice(0, at) + '"' + text.slice(at + 1));
      parseDocument(`${text.slice(0, at)}7${text.slice(at + 3)}`);
    }
  });

  test('DOC-7: a document of an older format becomes one of the present, and keeps what Daisy does not know', () => {
    expect(migrateText(fixture('format-1.daisy'))).toBe(fixture('format-1-migrated.daisy'));
    expect(parseDocument(fixture('format-1.daisy'))).toMatchObject({ format: 1, problems: [] });
    expect(migrateText(fixture('format-1-migrated.daisy'))).toBe(fixture('format-1-migrated.daisy'));
    expect(fromDocument(parseDocument(fixture('format-1.daisy')).document!, catalogue).problems).toEqual([]);
  });

  test('DOC-8: keys like __proto__ are data', () => {
    const text = printDocument(toDocument(small)).replace(
      '"title": "Small"',
      '"title": "Small",\n    "__proto__": { "a": 1 }',
    );
    const { document, problems } = parseDocument(text);
    expect(problems).toEqual([]);
    expect(Object.getPrototypeOf(document!.workflow)).toBe(Object.prototype);
    expect(printDocument(document!)).toBe(text);
  });

  test('the published schema is the one that documents are held to', () => {
    const published = JSON.parse(
      readFileSync('kernel-runtime/core/schema/daisy-document.schema.json', 'utf8'),
    ) as unknown;
    expect(published).toEqual(documentSchema);
  });
});
