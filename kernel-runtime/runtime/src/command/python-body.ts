import type { Algorithm, Implementation, Params, Ports } from '@daisy-lab/core';
import { commandBody } from './command-body.js';
import type { CommandSpec } from './command-spec.js';

/** Python code as the body of an algorithm. */
export interface PythonSpec<I extends Ports, O extends Ports, P extends Params> extends Pick<
  CommandSpec<I, O, P>,
  'cost' | 'memory' | 'resultClass' | 'tolerance' | 'timeoutMs' | 'progress' | 'env' | 'filesTo'
> {
  /** The package that the code is about; the body is not chosen where Python has none of it. NumPy is needed in any case. */
  readonly package: string;
  /** Defines `run(inputs, params)`: arrays are NumPy arrays, the result is a dict by output. `print` writes to the log. */
  readonly code: string;
}

/** Reads the job, runs the code, writes what it returns. */
const runner = `
import json, sys
import numpy as np
with open(sys.argv[1], encoding='utf-8') as f:
    job = json.load(f)
code = {'__name__': 'body', 'threads': job['threads'], 'folder': job['folder']}
exec(compile(sys.argv[2], 'body.py', 'exec'), code)
def take(place):
    if 'value' in place:
        return place['value']
    if place['file'].endswith('.npy'):
        return np.load(place['path'], mmap_mode='r')
    with open(place['path'], encoding='utf-8') as f:
        return json.load(f)
outputs = code['run']({name: take(place) for name, place in job['inputs'].items()}, job['params'])
for name, place in job['outputs'].items():
    value = outputs.get(name)
    if value is None:
        continue
    if place['file'].endswith('.npy'):
        np.save(place['path'], np.ascontiguousarray(value))
    elif place['file'].endswith('.json'):
        with open(place['path'], 'w', encoding='utf-8') as f:
            json.dump(value, f, default=lambda v: v.tolist())
`;

/**
 * Python code as a body of `algorithm`, so that NumPy, SciPy, TomoPy or pyFAI serve a contract in a few lines. The code runs in a
 * Python process of its own (about 0.1 s to start); arrays travel as `.npy` files that NumPy maps into memory.
 */
export function pythonBody<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  { package: name, code, ...traits }: PythonSpec<I, O, P>,
): Implementation<I, O, P> {
  return commandBody<I, O, P>(algorithm, {
    ...traits,
    argv: [{ fact: 'python' }, '-c', runner, { fact: 'job' }, code],
    needs: { package: name },
    files: { inputs: tablesAsJson(algorithm.inputs), outputs: tablesAsJson(algorithm.outputs) } as never,
  });
}

/** Columns of words and numbers, which NumPy has no file for. */
function tablesAsJson(ports: Ports): Readonly<Record<string, { readonly as: 'json' }>> {
  const tables = Object.entries(ports).filter(([, { type }]) => type.kind === 'table');
  return Object.fromEntries(tables.map(([name]) => [name, { as: 'json' }]));
}
