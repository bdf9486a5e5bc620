import { describe, type AnyAlgorithm, type CtOperationKind, type PortType } from '@daisy-lab/core';
import { catalogue, ct } from '@daisy-lab/techniques';

/** An algorithm that can stand in the pipeline: it changes one array of the workflow and gives it back. */
export interface OperationKind {
  readonly algorithm: AnyAlgorithm;
  /** Output of a step of `ct.full` that it works on, e.g. `lineIntegrals`. */
  readonly stage: string;
  readonly input: string;
  readonly output: string;
}

type Step = NonNullable<AnyAlgorithm['graph']>['nodes'][number];

/** The steps of `ct.full`. */
export const fullSteps: readonly Step[] = (ct.full as AnyAlgorithm).graph!.nodes;

/** What `ct.flatLog` does in one step. Operations on the transmission stand between them. */
export const partsOfFlatLog = [ct.normalize, ct.minusLog] as const;

const lines = 'lineIntegrals';

/** Everything in the catalogue that takes projections or sinograms and gives back what it took, known by contract. */
export function operationKinds(): readonly OperationKind[] {
  const steps = [...fullSteps.map(({ algorithm }) => algorithm), ...partsOfFlatLog] as readonly AnyAlgorithm[];
  const own = new Set(steps.map(({ id }) => id));
  const stages = new Set(steps.flatMap(({ outputs }) => Object.keys(outputs as object)));
  return catalogue
    .filter(({ id, graph }) => !graph && id.startsWith('ct.') && !own.has(id))
    .flatMap(algorithm => kindOf(algorithm, stages) ?? []);
}

/** The kinds as the screens get them. */
export function describeOperations(): readonly CtOperationKind[] {
  return operationKinds().map(({ algorithm, stage }) => ({ stage, contract: describe(algorithm) }));
}

function kindOf(algorithm: AnyAlgorithm, stages: ReadonlySet<string>): OperationKind | null {
  const inputs = Object.entries(algorithm.inputs as Ports).filter(([, { type }]) => type.kind !== 'optional');
  const outputs = Object.entries(algorithm.outputs as Ports).filter(([, { type }]) => isStack(type));
  const [input, output] = [inputs[0], outputs[0]];
  if (inputs.length !== 1 || outputs.length !== 1 || !input || !output || !isStack(input[1].type)) return null;
  const stage = stages.has(input[0]) ? input[0] : lines;
  // what makes another stage of the workflow, such as a logarithm, is no change of this one
  if (output[0] !== input[0] && stages.has(output[0])) return null;
  return { algorithm, stage, input: input[0], output: output[0] };
}

type Ports = Readonly<Record<string, { readonly type: PortType }>>;

function isStack(type: PortType): boolean {
  return (
    type.kind === 'array' && type.dtypes.includes('float32') && [...type.axes].sort().join() === 'angle,column,row'
  );
}
