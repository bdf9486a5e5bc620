import { describe as suite, expect, test } from '@jest/globals';
import {
  algorithm,
  completeParams,
  DaisyError,
  describe,
  flagName,
  ndarray,
  p,
  port,
  refusal,
  workflow,
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

  test('units and axes must match where both are known', () => {
    expect(refusal(array('float32', 'mm'), array('float32', 'pixel'))).toBe(
      'A value in mm is not one in pixel; add a step that converts it.',
    );
    expect(refusal(array('float32'), array('float32', 'pixel'))).toBeNull();
    expect(refusal(port.array('float32', ['y', 'x']).type, array('float32'))).toMatch(
      'Axes [y, x] are not [row, column]',
    );
  });

  test('an optional value does not feed a required port', () => {
    expect(refusal(port.optional(port.number()).type, port.number().type)).toBe(
      'The value may be missing, but a number is required.',
    );
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
