import {
  describe,
  type AnyAlgorithm,
  type ContractDescription,
  type CtOperation,
  type CtOperationKind,
  type PortType,
} from '@daisy-lab/core';
import { catalogue, ct } from '@daisy-lab/techniques';

/** An algorithm that can stand in the pipeline: it changes one array of the workflow and gives it back. */
export interface OperationKind {
  readonly algorithm: AnyAlgorithm;
  /** Output of a step of `ct.full` that it works on, e.g. `lineIntegrals`. */
  readonly stage: string;
  readonly input: string;
  readonly output: string;
  /** Id of the step in whose place it stands: it takes and gives the same. */
  readonly replaces?: string;
  /** Angles and axis that it changes as well: input and output. */
  readonly carries?: readonly (readonly [input: string, output: string])[];
  /** Numbers that it takes beside: the axis comes from the workflow, others are chosen like parameters. */
  readonly numbers: readonly string[];
}

/** The number that the workflow has itself. */
export const axisInput = 'axisPx';

type Step = NonNullable<AnyAlgorithm['graph']>['nodes'][number];

/** The steps of `ct.full`. */
export const fullSteps: readonly Step[] = (ct.full as AnyAlgorithm).graph!.nodes;

/** What `ct.flatLog` does in one step. Operations on the transmission stand between them. */
export const partsOfFlatLog = [ct.normalize, ct.minusLog] as const;

const steps = [...fullSteps.map(({ algorithm }) => algorithm), ...partsOfFlatLog] as readonly AnyAlgorithm[];

const lines = 'lineIntegrals';

/** Stage of the reconstructed slices. */
export const volume = 'slices';

/** Everything in the catalogue that takes projections, sinograms or slices and gives back what it took, or does what a step does. */
export function operationKinds(): readonly OperationKind[] {
  const own = new Set(steps.map(({ id }) => id));
  const stages = new Set(steps.flatMap(({ outputs }) => Object.keys(outputs as object)));
  return catalogue
    .filter(({ id, graph }) => !graph && id.startsWith('ct.') && !own.has(id))
    .flatMap(algorithm => standInOf(algorithm) ?? carrierOf(algorithm) ?? kindOf(algorithm, stages) ?? []);
}

/** Whether the pipeline makes a half turn of a full one: its sinograms have another size than those of the scan. */
export function carries(operations: readonly CtOperation[]): boolean {
  return operations.some(one => !one.off && carriers().includes(one.algorithm));
}

/** The pipeline without that. */
export function withoutCarriers(operations: readonly CtOperation[]): readonly CtOperation[] {
  return operations.filter(({ algorithm }) => !carriers().includes(algorithm));
}

const carriers = (): readonly string[] => operationKinds().flatMap(kind => (kind.carries ? [kind.algorithm.id] : []));

/** Ids of everything that makes slices of line integrals: the Fourier method and what can stand in its place. */
export function reconstructions(): readonly string[] {
  return [
    ct.recon.id,
    ...operationKinds().flatMap(({ algorithm, replaces }) => (replaces === ct.recon.id ? [algorithm.id] : [])),
  ];
}

/** The kinds as the screens get them. */
export function describeOperations(): readonly CtOperationKind[] {
  return operationKinds().map(({ algorithm, stage, numbers, replaces }) => ({
    stage,
    ...(replaces === undefined ? {} : { replaces }),
    contract: withNumbers(describe(algorithm), algorithm, numbers),
  }));
}

/** A contract whose chosen numbers stand among its parameters. */
function withNumbers(
  contract: ContractDescription,
  { inputs }: AnyAlgorithm,
  numbers: readonly string[],
): ContractDescription {
  const chosen = numbers.filter(name => name !== axisInput);
  if (chosen.length === 0) return contract;
  const schemas = chosen.map(name => {
    const { type, title } = (inputs as Ports)[name]!;
    const unit = type.kind === 'number' && type.unit ? { unit: type.unit } : {};
    return [name, { type: 'number', title: title || name, ...unit }] as const;
  });
  const properties = { ...Object.fromEntries(schemas), ...contract.params.properties };
  return { ...contract, params: { ...contract.params, properties } };
}

/** An algorithm that takes what a step takes and gives what it gives, e.g. iterations in place of the Fourier method. */
function standInOf(algorithm: AnyAlgorithm): OperationKind | null {
  const taken = (one: AnyAlgorithm): readonly string[] =>
    Object.entries(one.inputs as Ports).flatMap(([name, { type }]) => (type.kind === 'optional' ? [] : [name]));
  const given = (one: AnyAlgorithm): string => Object.keys(one.outputs as object)[0] ?? '';
  const inputs = taken(algorithm);
  const step = steps.find(one => taken(one).join() === inputs.join() && given(one) === given(algorithm));
  // what gives back what it takes is a change
  if (!step || inputs.length === 0 || inputs.includes(given(algorithm))) return null;
  return { algorithm, stage: inputs[0]!, input: inputs[0]!, output: given(algorithm), replaces: step.id, numbers: [] };
}

/** An algorithm that makes other line integrals with other angles and another axis, e.g. a half turn of a full one. */
function carrierOf(algorithm: AnyAlgorithm): OperationKind | null {
  const inputs = Object.entries(algorithm.inputs as Ports);
  const outputs = Object.entries(algorithm.outputs as Ports);
  const shape = (ports: readonly (readonly [string, Ports[string]])[]): string =>
    ports.map(([, { type }]) => (type.kind === 'array' ? [...type.axes].sort().join() : type.kind)).join(' ');
  const taken = inputs.map(([name]) => name).join();
  if (taken !== [lines, 'anglesRad', axisInput].join() || shape(inputs) !== shape(outputs)) return null;
  const [[input], ...others] = inputs as [(typeof inputs)[number], ...typeof inputs];
  const carries = others.map(([name], at) => [name, outputs[at + 1]![0]] as const);
  return { algorithm, stage: lines, input, output: outputs[0]![0], carries, numbers: [axisInput] };
}

function kindOf(algorithm: AnyAlgorithm, stages: ReadonlySet<string>): OperationKind | null {
  const inputs = Object.entries(algorithm.inputs as Ports).filter(([, { type }]) => type.kind !== 'optional');
  const outputs = Object.entries(algorithm.outputs as Ports).filter(([, { type }]) => isStack(type));
  const numbers = inputs.filter(([, { type }]) => type.kind === 'number').map(([name]) => name);
  const stacks = inputs.filter(([name]) => !numbers.includes(name));
  const [input, output] = [stacks[0], outputs[0]];
  if (stacks.length !== 1 || outputs.length !== 1 || !input || !output || !isStack(input[1].type)) return null;
  const stage = stages.has(input[0]) ? input[0] : lines;
  if (input[1].type.kind === 'array' && input[1].type.axes.includes('y') !== (stage === volume)) return null;
  // what makes another stage of the workflow, such as a logarithm, is no change of this one
  if (output[0] !== input[0] && stages.has(output[0])) return null;
  return { algorithm, stage, input: input[0], output: output[0], numbers };
}

type Ports = Readonly<Record<string, { readonly type: PortType; readonly title?: string | undefined }>>;

const stackAxes: readonly string[] = ['angle,column,row', 'row,x,y'];

function isStack(type: PortType): boolean {
  return type.kind === 'array' && type.dtypes.includes('float32') && stackAxes.includes([...type.axes].sort().join());
}
