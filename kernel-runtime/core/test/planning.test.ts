import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  algorithm,
  canonicalJson,
  extendAxis,
  extraOutput,
  flatten,
  ndarray,
  p,
  pieceLengthFor,
  piecesOf,
  planSections,
  port,
  providersOf,
  sliceAxis,
  sourcesOfStep,
  stepKeys,
  stepRange,
  workflow,
  writeAxis,
  type AnyAlgorithm,
  type FlatStep,
  type NdArray,
} from '@daisy-lab/core';

const image = port.array('float64', ['row', 'column']);
const scale = algorithm('test.scale', {
  version: '1.0.0',
  title: 'Scale',
  split: { over: 'row' },
  inputs: { image },
  params: { factor: p.number({ default: 2 }) },
  outputs: { image },
});
const smooth = algorithm('test.smooth', {
  version: '1.0.0',
  title: 'Smooth',
  split: { over: 'row', pad: 2 },
  inputs: { image },
  outputs: { image },
});
const total = algorithm('test.total', {
  version: '1.0.0',
  title: 'Sum',
  inputs: { image },
  outputs: { total: port.number() },
});
const shift = algorithm('test.shift', {
  version: '1.0.0',
  title: 'Shift',
  split: { over: 'row' },
  inputs: { image, by: port.number() },
  outputs: { image },
});

const chain = workflow('test.chain', { version: '1.0.0', title: 'Chain', inputs: { image } }, (w, given) => {
  const scaled = w.step(scale, given);
  const sum = w.step(total, scaled);
  const smoothed = w.step(smooth, scaled);
  return w.step(shift, { image: smoothed.image, by: sum.total });
});

const keysOf = (of: AnyAlgorithm, params = {}, digest = 'scan-1', bodies = 'plain'): ReadonlyMap<string, string> =>
  stepKeys(flatten(of, params), {
    digest: text => createHash('sha256').update(text).digest('hex'),
    inputDigest: name => `${digest} ${name}`,
    valueDigest: () => 'value',
    resultClass: () => bodies,
  });

describe('keys', () => {
  test('equal values have equal text, whatever the order of their members', () => {
    expect(canonicalJson({ b: [1, -0], a: { d: undefined, c: 'x' } })).toBe('{"a":{"c":"x"},"b":[1,0]}');
    expect(() => canonicalJson({ x: NaN })).toThrow(/cannot be part of a key/);
    const texts = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'].map(order =>
      canonicalJson(Object.fromEntries([...order].map(name => [name, 1]))),
    );
    expect(new Set(texts)).toEqual(new Set(['{"a":1,"b":1,"c":1}']));
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => canonicalJson(circle)).toThrow(/circle/);
  });

  test('a default left out and a default given are the same', () => {
    expect(keysOf(scale, { factor: 2 })).toEqual(keysOf(scale, {}));
    expect(keysOf(scale, { factor: 3 })).not.toEqual(keysOf(scale, {}));
  });

  test('another parameter changes exactly the steps that depend on it', () => {
    const make = (factor: number) =>
      workflow('test.fork', { version: '1.0.0', title: 'Fork', inputs: { image } }, (w, given) => {
        const left = w.step(scale, given, { factor }, 'left');
        const right = w.step(scale, given, { factor: 7 }, 'right');
        return { sum: w.step(total, left, {}, 'leftSum').total, other: w.step(total, right, {}, 'rightSum').total };
      });
    const [one, two] = [keysOf(make(1)), keysOf(make(2))];
    const changed = [...one.keys()].filter(path => one.get(path) !== two.get(path));
    expect(changed.sort()).toEqual(['left', 'leftSum']);
  });

  test('input, body and version are part of the key', () => {
    const key = [...keysOf(scale).values()][0];
    expect([...keysOf(scale, {}, 'scan-2').values()][0]).not.toBe(key);
    expect([...keysOf(scale, {}, 'scan-1', 'fast').values()][0]).not.toBe(key);
    expect([...keysOf({ ...scale, version: '1.0.1' } as AnyAlgorithm).values()][0]).not.toBe(key);
  });
});

describe('keys of a workflow that runs as a whole', () => {
  const inputs = { images: port.list(image), other: image };

  /** The key of a step that runs a small workflow for each image of a list. */
  const keyOf = ({ factor = 3, swapped = false, version = '1.0.0', skip = false } = {}): string | undefined => {
    const pair = { left: image, right: image };
    const inner = workflow('test.inner', { version: '1.0.0', title: 'Inner', inputs: pair }, (w, { left, right }) =>
      w.step({ ...scale, version } as typeof scale, { image: swapped ? right : left }, { factor }),
    );
    const outer = workflow('test.outer', { version: '1.0.0', title: 'Outer', inputs }, (w, { images, other }) => {
      const onError = skip ? 'skip' : 'fail';
      return w.scatter(inner, 'left', { left: images, right: other }, {}, { name: 'each', onError });
    });
    return keysOf(outer).get('each');
  };

  test('are the same for the same, and others for another constant, wire, version or rule', () => {
    expect(keyOf()).toBe(keyOf());
    const others = [{ factor: 4 }, { swapped: true }, { version: '2.0.0' }, { skip: true }].map(keyOf);
    expect(new Set([keyOf(), ...others]).size).toBe(5);
  });

  test('tell steps apart that run on another list, or on another condition', () => {
    const make = (over: 'image' | 'by', when: 'a' | 'b'): ReadonlyMap<string, string> => {
      const given = {
        ...inputs,
        numbers: port.list(port.number()),
        by: port.number(),
        a: port.boolean(),
        b: port.boolean(),
      };
      return keysOf(
        workflow('test.rules', { version: '1.0.0', title: 'Rules', inputs: given }, (w, refs) => ({
          each:
            over === 'image'
              ? w.scatter(shift, 'image', { image: refs.images, by: refs.by }, {}, { name: 'each' }).image
              : w.scatter(shift, 'by', { image: refs.other, by: refs.numbers }, {}, { name: 'each' }).image,
          some: w.when(refs[when], scale, { image: refs.other }, {}, 'some').image,
        })),
      );
    };
    expect(make('image', 'a').get('each')).not.toBe(make('by', 'a').get('each'));
    expect(make('image', 'a').get('some')).toBe(make('by', 'a').get('some'));
    expect(make('image', 'a').get('some')).not.toBe(make('image', 'b').get('some'));
  });
});

test('a nested workflow is taken apart, its steps named after it; one with rules stays whole', () => {
  const outer = workflow('test.outer', { version: '1.0.0', title: 'Outer', inputs: { image } }, (w, given) => ({
    plain: w.step(chain, given, {}, 'inside').image,
    tried: w.attempt(chain, given, {}, 'tried').image,
  }));
  const { steps, groups } = flatten(outer, {});
  expect(steps.map(step => step.path).sort()).toEqual(
    ['inside/scale', 'inside/shift', 'inside/smooth', 'inside/total', 'tried'].sort(),
  );
  expect(groups).toEqual([{ path: 'inside', title: 'Chain' }]);
});

describe('sections', () => {
  test('steps over the same axis join; what has to be whole ends a section', () => {
    const sections = planSections(flatten(chain, {}));
    expect(sections.map(({ over, steps, after }) => [over, steps.map(step => step.path), after])).toEqual(
      [
        ['row', ['scale', 'smooth'], []],
        [null, ['total'], [0]],
        ['row', ['shift'], [1, 0]],
      ].map(([over, steps, after]) => [over, steps, expect.arrayContaining(after as number[])]),
    );
  });

  test('random graphs: every step once, sections depend on smaller numbers only, providers come first', () => {
    const random = lehmer(7);
    for (let round = 0; round < 200; round++) {
      const graph = flatten(randomWorkflow(random), {});
      const sections = planSections(graph);
      const place = new Map(sections.flatMap(section => section.steps.map(step => [step.path, section] as const)));
      expect(place.size).toBe(graph.steps.length);
      for (const section of sections) {
        expect(section.after.every(other => other < section.id)).toBe(true);
        const seen = new Set<string>();
        for (const step of section.steps) {
          for (const { step: provider } of sourcesOfStep(step).flatMap(providersOf)) {
            const home = place.get(provider)!;
            expect(home === section ? seen.has(provider) : section.after.includes(home.id)).toBe(true);
          }
          seen.add(step.path);
        }
      }
    }
  });
});

describe('pieces', () => {
  test('they cover the axis once, in order, within the budget', () => {
    const random = lehmer(11);
    for (let round = 0; round < 300; round++) {
      const [length, perEntry, pad, prefer] = [1 + random(5000), 1 + random(4096), random(9), 1 + random(16)];
      const budget = (2 * pad + 1 + random(1000)) * perEntry;
      const pieceLength = pieceLengthFor(length, perEntry, 2 * pad, budget, 1 << 20, prefer);
      expect(pieceLength).toBeGreaterThanOrEqual(1);
      if (pieceLength > 1) expect((pieceLength + 2 * pad) * perEntry).toBeLessThanOrEqual(budget);
      const pieces = piecesOf(length, pieceLength);
      expect(pieces[0]!.start).toBe(0);
      expect(pieces.at(-1)!.end).toBe(length);
      pieces.slice(1).forEach((piece, index) => expect(piece.start).toBe(pieces[index]!.end));
    }
  });

  test('they hold no more than what stays in the cache, where the bodies do not prefer more', () => {
    expect(pieceLengthFor(10_000, 1024, 0, 1e9, 1 << 20, 1)).toBe(1024);
    expect(pieceLengthFor(10_000, 1024, 0, 1e9, 1 << 20, 100)).toBe(1000);
    expect(pieceLengthFor(10_000, 1024, 0, 1e9, 1 << 20, 3000)).toBe(3000);
    expect(pieceLengthFor(10_000, 1024, 600, 1e9, 1 << 20, 1)).toBe(2400);
  });

  test.each(['body', 'edge', 'reflect'] as const)(
    'padded steps in pieces give what they give on the whole (%s)',
    rule => {
      const random = lehmer(5);
      for (let round = 0; round < 60; round++) {
        const length = 1 + random(60);
        const pads = Array.from({ length: 1 + random(3) }, () => random(4));
        const data = Float64Array.from({ length: length * 2 }, () => random(1000));
        const whole = ndarray(data, [length, 2], ['row', 'column']);
        const wanted = pads.reduce<NdArray>((have, pad) => onTheWhole(have, pad, rule), whole).data;
        for (const pieceLength of [1, 2, 7, length])
          expect(streamed(whole, pads, rule, pieceLength)).toEqual([...wanted]);
      }
    },
  );
});

test('slices along any axis are what plain indexing gives, and can be written back', () => {
  const random = lehmer(3);
  for (let round = 0; round < 100; round++) {
    const shape = Array.from({ length: 1 + random(3) }, () => 1 + random(5));
    const size = shape.reduce((a, b) => a * b, 1);
    const array = ndarray(
      Float64Array.from({ length: size }, (_, i) => i),
      shape,
      shape.map((_, i) => `axis${i}`),
    );
    const axis = random(shape.length);
    const start = random(shape[axis]!);
    const end = start + random(shape[axis]! - start + 1);
    const part = sliceAxis(array, axis, start, end);
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const expected = [...array.data].filter((_, index) => {
      const entry = Math.floor(index / inner) % shape[axis]!;
      return entry >= start && entry < end;
    });
    expect([...part.data]).toEqual(expected);
    const target = ndarray(new Float64Array(size), shape, array.axes);
    for (const piece of piecesOf(shape[axis]!, 1 + random(3)))
      writeAxis(target, axis, piece.start, sliceAxis(array, axis, piece.start, piece.end));
    expect([...target.data]).toEqual([...array.data]);
  }
});

test('what lies beyond the ends is repeated or mirrored, as far as it takes', () => {
  const line = ndarray(Float64Array.of(1, 2, 3), [3], ['row']);
  expect([...extendAxis(line, 0, 2, 3, 'edge').data]).toEqual([1, 1, 1, 2, 3, 3, 3, 3]);
  expect([...extendAxis(line, 0, 5, 4, 'reflect').data]).toEqual([2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]);
  const one = ndarray(Float64Array.of(7, 8), [1, 2], ['row', 'column']);
  expect([...extendAxis(one, 0, 1, 2, 'reflect').data]).toEqual([7, 8, 7, 8, 7, 8, 7, 8]);
  expect([...extendAxis(one, 1, 1, 1, 'edge').data]).toEqual([7, 7, 8, 8]);
});

/** A chain of moving sums with these pads, piece by piece, as an engine does it. */
function streamed(
  whole: NdArray,
  pads: readonly number[],
  rule: 'body' | 'edge' | 'reflect',
  pieceLength: number,
): number[] {
  const length = whole.shape[0]!;
  const steps = pads.map((pad, index) => ({ path: String(index), pad }) as unknown as FlatStep);
  const padOf = (step: FlatStep): number => pads[Number(step.path)]!;
  const extra = extraOutput(steps, step => steps.slice(Number(step.path) + 1, Number(step.path) + 2), padOf);
  const result = ndarray(new Float64Array(length * 2), [length, 2], ['row', 'column']);
  for (const piece of piecesOf(length, pieceLength)) {
    let [have, from] = [whole, 0];
    for (const step of steps) {
      const range = stepRange(piece, length, extra.get(step.path)!, padOf(step), rule);
      const cut = sliceAxis(have, 0, range.input.start - from, range.input.end - from);
      const made = movingSum(rule === 'body' ? cut : extendAxis(cut, 0, range.before, range.after, rule), padOf(step));
      const first = range.input.start - range.before;
      have = sliceAxis(made, 0, range.output.start - first, range.output.end - first);
      from = range.output.start;
    }
    writeAxis(result, 0, piece.start, sliceAxis(have, 0, piece.start - from, piece.end - from));
  }
  return [...result.data] as number[];
}

/** A moving sum over all entries at once; what lies beyond the ends is left out or made up. */
function onTheWhole(have: NdArray, pad: number, rule: 'body' | 'edge' | 'reflect'): NdArray {
  if (rule === 'body') return movingSum(have, pad);
  return sliceAxis(movingSum(extendAxis(have, 0, pad, pad, rule), pad), 0, pad, pad + have.shape[0]!);
}

/** Sum over `pad` neighbours on each side; fewer where the data end. */
function movingSum(array: NdArray, pad: number): NdArray {
  const [rows, columns] = array.shape as [number, number];
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let near = Math.max(0, row - pad); near <= Math.min(rows - 1, row + pad); near++)
      for (let column = 0; column < columns; column++)
        data[row * columns + column]! += Number(array.data[near * columns + column]) * (1 + near - row + pad);
  return ndarray(data, [rows, columns], array.axes);
}

function randomWorkflow(random: (below: number) => number): AnyAlgorithm {
  return workflow('test.random', { version: '1.0.0', title: 'Random', inputs: { image } }, (w, given) => {
    const images = [given.image];
    let number = w.step(total, given).total;
    for (let count = 1 + random(12); count > 0; count--) {
      const pick = images[random(images.length)]!;
      const kind = random(4);
      if (kind === 0) number = w.step(total, { image: pick }).total;
      else if (kind === 1) images.push(w.step(shift, { image: pick, by: number }).image);
      else images.push(kind === 2 ? w.step(scale, { image: pick }).image : w.step(smooth, { image: pick }).image);
    }
    return { image: images.at(-1)!, number };
  });
}

/** Seeded pseudo-random integers below a limit (Lehmer, modulus 2^31 - 1). */
function lehmer(seed: number): (below: number) => number {
  let state = seed;
  return below => (state = (state * 48271) % 2147483647) % below;
}
