import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plainContext } from '@daisy-lab/core';
import { algorithm, completeParams, ct, image, p, port, pythonBody, verify } from '@daisy-lab/runtime';

/** The Python of the tests: the one that is named, else that of the private environment. */
const own = resolve('.venv', 'bin', 'python');
if (!process.env['DAISY_PYTHON'] && existsSync(own)) process.env['DAISY_PYTHON'] = own;
const python = process.env['DAISY_PYTHON'] ?? 'python3';

const has = (module: string): boolean => spawnSync(python, ['-c', `import ${module}`]).status === 0;

/** Runs where Python has the module, else says why it does not. */
function withModule(module: string, name: string, body: () => Promise<void>): void {
  const isThere = has(module);
  test(
    name,
    async () => {
      if (isThere) await body();
      else process.stdout.write(`skipped: ${python} has no ${module}\n`);
    },
    30000,
  );
}

describe('Python serves a contract', () => {
  withModule('numpy', 'the flat-field correction by NumPy agrees with the plain one', async () => {
    const { bodies, agrees } = await verify(ct.normalize);
    expect(agrees).toBe(true);
    expect(bodies.find(({ implementation }) => implementation === 'numpy')).toMatchObject({ state: 'agrees' });
    const { arrays } = ct.simulateScan({ columns: 16, rows: 2, angles: 3 });
    const median = await verify(
      ct.normalize,
      { proj: arrays.projections, flats: arrays.flats!, darks: undefined },
      { params: { average: 'median' } },
    );
    expect(median.agrees).toBe(true);
  });

  withModule('scipy', 'the Gaussian filter by SciPy agrees with the plain one', async () => {
    const { bodies, agrees } = await verify(image.gaussianFilter);
    expect(agrees).toBe(true);
    expect(bodies.find(({ implementation }) => implementation === 'scipy')).toMatchObject({ state: 'agrees' });
  });

  withModule(
    'numpy',
    'scalars, tables and column-major arrays come back as the contract says; an exception is a sentence',
    async () => {
      const many = algorithm('test.many', {
        version: '1.0.0',
        title: 'Many',
        inputs: { image: port.array('float32', ['row', 'column']), table: port.table(['x', 'name']) },
        params: { fail: p.bool({ default: false }) },
        outputs: {
          turned: port.array('float32', ['row', 'column']),
          mean: port.number(),
          table: port.table(['x', 'name']),
        },
      });
      many.implement(
        'numpy',
        pythonBody(many, {
          package: 'numpy',
          code: `
import numpy as np
def run(inputs, params):
    if params['fail']:
        raise ValueError('the image is too dark')
    print('mean of', inputs['image'].shape)
    table = {'x': [2 * x for x in inputs['table']['x']], 'name': inputs['table']['name']}
    return {'turned': inputs['image'].T, 'mean': inputs['image'].mean(), 'table': table}
`,
        }),
      );
      const body = many.implementations.get('numpy')!;
      const data = Float32Array.of(1, 2, 3, 4, 5, 6);
      const inputs = {
        image: { dtype: 'float32', shape: [2, 3], axes: ['row', 'column'], data } as const,
        table: { x: Float64Array.of(1, 2), name: ['a', 'b'] },
      };
      const lines: string[] = [];
      const params = completeParams(many.id, many.params, {});
      const outputs = await body.run({
        ...plainContext(many),
        inputs,
        params,
        log: (line: string) => lines.push(line),
      } as never);
      expect(outputs).toMatchObject({ mean: 3.5, table: { x: Float64Array.of(2, 4), name: ['a', 'b'] } });
      expect([...outputs.turned.data]).toEqual([1, 4, 2, 5, 3, 6]);
      expect(lines).toEqual(['mean of (2, 3)']);
      await expect(
        Promise.resolve(body.run({ ...plainContext(many), inputs, params: { fail: true } } as never)),
      ).rejects.toThrow('ValueError: the image is too dark');
    },
  );
});
