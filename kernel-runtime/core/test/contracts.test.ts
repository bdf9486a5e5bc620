import { describe as suite, expect, test } from '@jest/globals';
import {
  algorithm,
  completeParams,
  conversionFor,
  DaisyError,
  describe,
  dtypes,
  flagName,
  ndarray,
  p,
  plainContext,
  port,
  refusal,
  unitScale,
  violation,
  workflow,
  type Dtype,
} from '@daisy-lab/core';

const proj = port.array('float32', ['angle', 'row', 'column']);
const load = algorithm('test.load', {
  version: '1.0.0',
  title: 'Load',
  inputs: { file: port.file('hdf5') },
  outputs: { proj, theta: port.array('float64', ['angle'], 'rad') },
});
const find = algorithm('test.find', {
  version: '1.0.0',
  title: 'Find the axis',
  inputs: { proj },
  outputs: { axisPx: port.number('pixel') },
});
const recon = algorithm('test.recon', {
  version: '1.0.0',
  title: 'Reconstruct',
  inputs: { proj, axisPx: port.number('pixel'), mask: port.optional(port.number()) },
  params: {
    filter: p.choice(['ramp', 'hann'], { default: 'ramp', title: 'Filter' }),
    width: p.number({ default: 1, min: 0, max: 2, unit: 'pixel' }),
    guess: p.number({ optional: true, unit: 'pixel' }),
  },
  outputs: { slices: port.array('float32', ['row', 'y', 'x'], '1/pixel') },
});

suite('contracts', () => {
  test('parameters are completed by their defaults', () => {
    expect(completeParams('test.recon', recon.params, { filter: 'hann' })).toEqual({
      filter: 'hann',
      width: 1,
      guess: undefined,
    });
  });

  test.each([
    [{ filter: 'hamming' }, 'Parameter "filter" of test.recon must be one of ramp, hann, not "hamming".'],
    [{ width: 3 }, 'Parameter "width" of test.recon must be at most 2 pixel, not 3.'],
    [{ width: Number.NaN }, 'Parameter "width" of test.recon must be a number, not null.'],
    [{ fliter: 'ramp' }, 'test.recon has no parameter "fliter".'],
  ])('%j is refused in one sentence', (given, sentence) => {
    expect(() => completeParams('test.recon', recon.params, given)).toThrow(sentence);
  });

  test.each([
    [p.integer({ default: 1 }), 1.5, 'must be a whole number, not 1.5'],
    [p.integer({ default: 1, min: 0 }), -1, 'must be at least 0, not -1'],
    [p.integer({ default: 1, min: 0, max: 3 }), 3, null],
    [p.number({ default: 1, min: 0 }), 0, null],
    [p.number({ default: 1 }), '1', 'must be a number, not "1"'],
    [p.bool({ default: true }), 0, 'must be a boolean, not 0'],
    [p.string({ default: '' }), 3, 'must be a string, not 3'],
    [p.range({ default: [0, 1] }), 3, 'must be a list, not 3'],
    [p.range({ default: [0, 1] }), [1], 'needs 2 values, not 1'],
    [p.range({ default: [0, 1] }), [1, 2, 3], 'takes 2 values, not 3'],
    [p.range({ default: [0, 1], max: 5 }), [1, 6], 'has a value (number 2) that must be at most 5, not 6'],
    [p.range({ default: [0, 1], max: 5 }), [1, 5], null],
    [
      p.array(p.integer({ default: 0 }), { default: [] }),
      [1, 2, 'x'],
      'has a value (number 3) that must be a number, not "x"',
    ],
    [p.array(p.integer({ default: 0 }), { default: [] }), [], null],
    [p.group({ a: p.number({ default: 1 }) }), null, 'must be a group of values, not null'],
    [p.group({ a: p.number({ default: 1 }) }), { a: 'x' }, 'has a member "a" that must be a number, not "x"'],
    [p.group({ a: p.number({ default: 1 }) }), {}, null],
  ])('%j given %j: %s', (param, value, sentence) => {
    expect(violation(param.schema, value)).toBe(sentence);
  });

  test('a description carries everything that a form needs, as plain data', () => {
    const description = describe(recon);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(description.params.properties?.['filter']).toEqual({
      type: 'string',
      enum: ['ramp', 'hann'],
      title: 'Filter',
      default: 'ramp',
    });
  });

  test('flags drop the unit of a name', () => {
    expect([flagName('axisPx'), flagName('clipBelow'), flagName('filter')]).toEqual(['axis', 'clip-below', 'filter']);
  });
});

suite('workflows', () => {
  test('a builder function becomes a graph, and the result is an algorithm', () => {
    const full = workflow(
      'test.full',
      { version: '1.0.0', title: 'Full', inputs: { file: port.file('hdf5') }, params: { filter: recon.params.filter } },
      (w, { file }, { filter }) => {
        const raw = w.step(load, { file });
        const axis = w.step(find, { proj: raw.proj });
        return { volume: w.step(recon, { proj: raw.proj, axisPx: axis.axisPx }, { filter }).slices };
      },
    );
    expect(describe(full).steps.map(step => step.node)).toEqual(['load', 'find', 'recon']);
    expect(full.outputs.volume.type).toEqual(recon.outputs.slices.type);
    expect(full.graph?.nodes[2]?.params).toEqual({ filter: { from: 'param', name: 'filter' } });
  });

  test('the same algorithm twice gets two names', () => {
    const twice = workflow(
      'test.twice',
      { version: '1.0.0', title: 'Twice', inputs: { file: port.file('hdf5') } },
      (w, { file }) => ({
        a: w.step(load, { file }).proj,
        b: w.step(load, { file }).proj,
      }),
    );
    expect(describe(twice).steps.map(step => step.node)).toEqual(['load', 'load2']);
  });

  test('a wrong link neither compiles nor builds', () => {
    expect(() =>
      workflow('test.bad', { version: '1.0.0', title: 'Bad', inputs: { file: port.file('hdf5') } }, (w, { file }) => {
        const raw = w.step(load, { file });
        // @ts-expect-error angles are not an axis position
        return { volume: w.step(recon, { proj: raw.proj, axisPx: raw.theta }).slices };
      }),
    ).toThrow('Input "axisPx" of step "recon" refuses the link: An array of float64 over [angle] is not a number.');
  });

  test('a missing link neither compiles nor builds', () => {
    expect(() =>
      workflow('test.bad', { version: '1.0.0', title: 'Bad', inputs: {} }, w => ({
        // @ts-expect-error proj is required
        axis: w.step(find, {}).axisPx,
      })),
    ).toThrow('Step "find" has nothing linked to its input "proj".');
  });
});

suite('links', () => {
  const array = (dtype: 'uint16' | 'float32' | 'float64', unit?: string) =>
    port.array(dtype, ['row', 'column'], unit).type;

  test('dtypes may only widen', () => {
    expect(refusal(array('uint16'), array('float32'))).toBeNull();
    expect(refusal(array('float32'), array('float64'))).toBeNull();
    expect(refusal(array('float64'), array('float32'))).toMatch('without loss');
  });

  const typed = {
    ...{ int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array },
    ...{
      uint32: Uint32Array,
      int64: BigInt64Array,
      uint64: BigUint64Array,
      float32: Float32Array,
      float64: Float64Array,
    },
  };

  /** A value in an array of this dtype, as JavaScript reads it back. */
  const stored = (dtype: Dtype, value: number | bigint): number | bigint => {
    if (dtype === 'int64' || dtype === 'uint64') {
      return typeof value === 'number' && !Number.isInteger(value) ? Number.NaN : new typed[dtype]([BigInt(value)])[0]!;
    }
    return new typed[dtype]([Number(value)])[0]!;
  };

  /** The least and greatest values of a dtype, those next to them, and fractions. */
  const extremes = (dtype: Dtype): (number | bigint)[] => {
    if (dtype.startsWith('float')) return [1 / 3, -1 / 3, 3e38, 1e300].map(value => stored(dtype, value));
    const bits = BigInt(typed[dtype].BYTES_PER_ELEMENT * 8);
    const [least, greatest] = dtype.startsWith('u')
      ? [0n, 2n ** bits - 1n]
      : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
    return [least, least + 1n, greatest - 1n, greatest];
  };

  test.each(dtypes)('%s fits where all its values stay what they are, and nowhere else', from => {
    const keeps = (to: Dtype): boolean =>
      // == tells whether a number and a whole number of any length are the same
      // eslint-disable-next-line eqeqeq
      extremes(from).every(value => stored(to, value) == value);
    const type = (dtype: Dtype) => port.array(dtype as 'float32', ['row']).type;
    const fits = dtypes.filter(to => refusal(type(from), type(to)) === null);
    expect(fits).toEqual(dtypes.filter(keeps));
  });

  test.each([
    [port.integer(), port.number(), true],
    [port.number(), port.integer(), false],
    [port.integer('mm'), port.number('pixel'), false],
    [port.number('mm'), port.number('pixel'), false],
    [port.number(), port.list(port.number()), false],
    [port.list(port.integer()), port.list(port.number()), true],
    [port.list(port.string()), port.list(port.number()), false],
    [port.file('hdf5'), port.file('any'), true],
    [port.file('any'), port.file('hdf5'), true],
    [port.file('hdf5'), port.file('tiff'), false],
    [port.dataset('ct.scan'), port.dataset('ct.scan'), true],
    [port.dataset('ct.scan'), port.dataset('xas.scan'), false],
    [port.number(), port.optional(port.number()), true],
    [port.optional(port.number()), port.optional(port.number()), true],
    [port.optional(port.string()), port.optional(port.number()), false],
    [port.any(), port.number(), true],
    [port.table(), port.any(), true],
    [port.array('float32|uint16', ['row']), port.array('float32', ['row']), true],
    [port.array('float32|float64', ['row']), port.array('float32', ['row']), false],
    [port.array('int32', ['row']), port.array('float32|float64', ['row']), true],
  ] as const)('%j to %j: %s', (from, to, fits) => {
    expect(refusal(from.type, to.type) === null).toBe(fits);
  });

  test('units and axes must match where both are known', () => {
    expect(refusal(array('float32', 'mm'), array('float32', 'pixel'))).toBe(
      'A value in mm is not one in pixel; add a step that converts it.',
    );
    expect(refusal(array('float32'), array('float32', 'pixel'))).toBeNull();
    expect(refusal(port.array('float32', ['y', 'x']).type, array('float32'))).toMatch(
      'Axes [y, x] are not [row, column]',
    );
  });

  test.each([
    ['deg', 'rad', Math.PI / 180],
    ['mrad', 'rad', 0.001],
    ['mm', 'um', 1000],
    ['angstrom', 'nm', 0.1],
    ['cm', 'm', 0.01],
    ['keV', 'eV', 1000],
    ['MeV', 'keV', 1000],
    ['h', 'min', 60],
    ['us', 'ms', 0.001],
    ['1/pixel', '1/pixel', 1],
    ['eV', 'mm', null],
    ['furlong', 'm', null],
  ])('a value in %s is one in %s times %s', (from, to, factor) => {
    expect(unitScale(from, to)).toEqual(factor === null ? null : expect.closeTo(factor, 12));
    if (from !== to) {
      const [have, want] = [array('float32', from), array('float32', to)];
      expect(conversionFor(have, want) === null).toBe(factor === null);
    }
  });

  test('an optional value does not feed a required port', () => {
    expect(refusal(port.optional(port.number()).type, port.number().type)).toBe(
      'The value may be missing, but a number is required.',
    );
  });
});

suite('what a body writes into', () => {
  const many = algorithm('test.many', {
    version: '1.0.0',
    title: 'Many',
    inputs: {},
    outputs: {
      image: port.array('float32|uint16', ['y', 'x'], 'count'),
      maybe: port.optional(proj),
      total: port.number(),
    },
  });
  const { output } = plainContext(many) as unknown as {
    output(name: string, shape: readonly number[], options?: object): unknown;
  };

  test('has the shape, axes, type and unit of the output, in shared memory', () => {
    const image = output('image', [2, 3], { dtype: 'uint16' }) as ReturnType<typeof ndarray>;
    expect(image).toMatchObject({ dtype: 'uint16', shape: [2, 3], axes: ['y', 'x'], unit: 'count' });
    expect(image.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(output('image', [1, 1], { dtype: 'float32', unit: '1/s' })).toMatchObject({ unit: '1/s' });
    expect(output('maybe', [1, 1, 1])).toMatchObject({ dtype: 'float32' });
  });

  test.each([
    ['image', [2, 3], {}, 'is of float32 or uint16'],
    ['image', [2, 3], { dtype: 'int8' }, 'is of float32 or uint16'],
    ['image', [2, 3, 4], { dtype: 'uint16' }, 'has the axes y, x, not 3'],
    ['total', [], {}, 'has no array output "total"'],
    ['other', [1], {}, 'has no array output "other"'],
  ])('is refused for %s of shape %j with %j', (name, shape, options, sentence) => {
    expect(() => output(name, shape, options)).toThrow(sentence);
  });
});

suite('errors', () => {
  test('survive a journey as plain data, with cause', () => {
    const error = new DaisyError('File', {
      message: 'No.',
      action: 'Do.',
      file: 'a.h5',
      cause: new DaisyError('Data', { message: 'Why.' }),
    });
    const back = DaisyError.fromRecord(JSON.parse(JSON.stringify(error.toRecord())));
    expect(back.sentence).toBe('No. Do.');
    expect(back.facts).toEqual({ file: 'a.h5' });
    expect((back.cause as DaisyError).message).toBe('Why.');
  });

  test('an array that does not fill its shape is refused', () => {
    expect(() => ndarray(new Float32Array(5), [2, 3], ['row', 'column'])).toThrow(
      '5 values do not fill an array of shape [2, 3]',
    );
  });
});
