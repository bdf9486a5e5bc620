import { conversionFor, ndarray, plainContext, port, unitScale, type NdArray, type PortType } from '@daisy-lab/core';
import { array as convertArray, number as convertNumber } from '@daisy-lab/techniques/convert';
import { describe, expect, test } from '@jest/globals';

const same = { axes: '', fromUnit: 'its own', toUnit: 'the same', dtype: 'the same' } as const;

async function converted(values: unknown, params: Partial<Record<keyof typeof same, string>>): Promise<NdArray> {
  const body = convertArray.implementations.get('plain')!;
  return (
    await body.run({
      ...plainContext(convertArray),
      inputs: { values },
      params: { ...same, ...params } as never,
    })
  ).converted as NdArray;
}

const cube = (): ReturnType<typeof ndarray> =>
  ndarray(
    Float32Array.from({ length: 24 }, (_, i) => i),
    [2, 3, 4],
    ['angle', 'row', 'column'],
  );

describe('convert.array', () => {
  test('axes are brought into another order, values with them', async () => {
    const turned = await converted(cube(), { axes: 'row, angle, column' });
    expect([turned.shape, turned.axes]).toEqual([
      [3, 2, 4],
      ['row', 'angle', 'column'],
    ]);
    expect([...turned.data.subarray(0, 8)]).toEqual([0, 1, 2, 3, 12, 13, 14, 15]);
    const back = await converted(turned, { axes: 'angle,row,column' });
    expect([...back.data]).toEqual([...cube().data]);
    expect([...(await converted(cube(), { axes: 'column, row, angle' })).data.subarray(0, 3)]).toEqual([0, 12, 4]);
  });

  test('a new name goes to the axis that is left, and the values stay', async () => {
    const named = await converted(cube(), { axes: 'frame, row, column' });
    expect([named.axes, named.shape, [...named.data]]).toEqual([
      ['frame', 'row', 'column'],
      [2, 3, 4],
      [...cube().data],
    ]);
  });

  test('units are multiplied by their factor; integers become float64 by that', async () => {
    const energies = ndarray(Uint16Array.of(7112, 8333), [2], ['energy'], 'eV');
    const result = await converted(energies, { toUnit: 'keV' });
    expect([result.dtype, result.unit, [...result.data]]).toEqual(['float64', 'keV', [7.112, 8.333]]);
    await expect(converted(energies, { toUnit: 'mm' })).rejects.toThrow('cannot be given in mm');
    const bare = ndarray(Float64Array.of(180), [1], ['angle']);
    await expect(converted(bare, { toUnit: 'rad' })).rejects.toThrow('carries no unit');
    expect((await converted(bare, { fromUnit: 'deg', toUnit: 'rad' })).data[0]).toBeCloseTo(Math.PI, 14);
  });

  test('integers are rounded half to even; what does not fit ends the step', async () => {
    const values = ndarray(Float64Array.of(0.5, 1.5, 2.4, 254.7), [4], ['x']);
    expect([...(await converted(values, { dtype: 'uint8' })).data]).toEqual([0, 2, 2, 255]);
    for (const value of [256, -1, NaN]) {
      const unfit = ndarray(Float64Array.of(value), [1], ['x']);
      await expect(converted(unfit, { dtype: 'uint8' })).rejects.toThrow('does not fit uint8');
    }
  });

  test('what is no array and axes that do not match are refused in a sentence', async () => {
    await expect(converted(3, {})).rejects.toThrow('is not an array');
    await expect(converted(cube(), { axes: 'row, column' })).rejects.toThrow('cannot be those of an array over');
    await expect(converted(cube(), { axes: 'row, row, column' })).rejects.toThrow('cannot be those');
  });
});

describe('the fitting converter', () => {
  const angles = (unit: string): PortType => port.array('float64', ['angle'], unit).type;
  test('is found for units, axes and numbers that do not fit, alone or together', () => {
    expect(conversionFor(port.number('deg').type, port.number('rad').type)).toEqual({
      algorithm: 'convert.number',
      params: { from: 'deg', to: 'rad' },
    });
    expect(conversionFor(angles('deg'), angles('rad'))?.params).toEqual({
      ...{ fromUnit: 'deg', toUnit: 'rad', dtype: 'float64' },
    });
    const [from, to] = [
      port.array('uint16', ['angle', 'row', 'column']),
      port.array('uint8', ['row', 'angle', 'column']),
    ];
    expect(conversionFor(from.type, to.type)?.params).toEqual({ axes: 'row, angle, column', dtype: 'uint8' });
    const images = port.array('float32', ['frame', 'row', 'column']).type;
    const projections = port.array('float32', ['angle', 'row', 'column']).type;
    expect(conversionFor(projections, images)?.params).toEqual({ axes: 'frame, row, column' });
  });

  test('is not there for what fits, for other dimensions, and for other kinds', () => {
    expect(conversionFor(angles('rad'), angles('rad'))).toBeNull();
    expect(conversionFor(port.number('eV').type, port.number('mm').type)).toBeNull();
    expect(conversionFor(port.string().type, port.number().type)).toBeNull();
    expect(conversionFor(angles('rad'), port.array('float64', ['row', 'column']).type)).toBeNull();
  });

  test('converts numbers there and back', async () => {
    const body = convertNumber.implementations.get('plain')!;
    const params = { from: 'mm', to: 'um' };
    const { converted: um } = await body.run({ ...plainContext(convertNumber), inputs: { value: 0.65 }, params });
    expect(um).toBeCloseTo(650, 10);
    expect(unitScale('keV', 'eV')! * unitScale('eV', 'keV')!).toBeCloseTo(1, 15);
  });
});
