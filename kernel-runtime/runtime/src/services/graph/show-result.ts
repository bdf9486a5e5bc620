import {
  DaisyError,
  isNdArray,
  parseDocument,
  partOf,
  type MethodParams,
  type NdArray,
  type PlannedStep,
  type ServiceReply,
} from '@daisy-lab/core';
import { defaultResults } from '../../store/results/default-results.js';
import { arrayFrames } from '../viewer/array-frames.js';
import type { Viewers } from '../viewer/viewers.js';
import type { FollowedRun } from './followed-run.js';

type Asked = MethodParams<'graph.show'>;

/** What a step gave, whole. `plan` tells the keys of kept results. */
export async function showResult(
  asked: Asked,
  run: FollowedRun,
  viewers: Viewers,
  plan: () => Promise<readonly PlannedStep[]>,
): Promise<ServiceReply<'graph.show'>> {
  const value = outputOf(asked, run) ?? (await keptValue(asked, plan));
  if (value === undefined) {
    throw new DaisyError('Input', {
      message: `The result "${asked.port}" of step "${asked.node}" was not kept.`,
      action: 'Make it an output of the workflow and run again.',
    });
  }
  if (!isNdArray(value)) return { result: { kind: 'value', value } };
  const array = await loaded(value);
  const long = array.shape.filter(length => length > 1);
  if (long.length >= 2) return { result: { kind: 'image', viewer: viewers.open(arrayFrames(array)) } };
  const axis = array.axes[array.shape.findIndex(length => length > 1)] ?? array.axes[0] ?? '';
  const values = Float64Array.from(array.data as ArrayLike<number | bigint>, Number);
  return {
    result: { kind: 'curve', axis, ...(array.unit === undefined ? {} : { unit: array.unit }) },
    arrays: { values: { dtype: 'float64', shape: [values.length], data: values } },
  };
}

/** The output of the workflow that this is: by its name when no step is given, else the one that comes from the port. */
function outputOf({ text, node, port }: Asked, { outputs }: FollowedRun): unknown {
  if (node === '') return outputs[port];
  const named = Object.entries(parseDocument(text).document?.workflow.outputs ?? {});
  const found = named.find(([, { from }]) => 'node' in from && from.node === node && from.port === port);
  return found && outputs[found[0]];
}

async function keptValue({ node, port }: Asked, plan: () => Promise<readonly PlannedStep[]>): Promise<unknown> {
  const results = defaultResults();
  if (!results || node === '') return undefined;
  const key = (await plan()).find(step => step.node === node)?.key;
  return key ? (await results.find(key))?.outputs[port] : undefined;
}

async function loaded(array: NdArray): Promise<NdArray> {
  return array.shape.length > 0 ? partOf(array, 0, 0, array.shape[0]!) : array;
}
