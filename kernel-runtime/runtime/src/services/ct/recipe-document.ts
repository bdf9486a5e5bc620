import {
  DaisyError,
  toDocument,
  type AnyAlgorithm,
  type CtOperation,
  type CtRecipe,
  type DaisyDocument,
  type NodeData,
  type SourceData,
} from '@daisy-lab/core';
import { catalogue, ct } from '@daisy-lab/techniques';
import {
  axisInput,
  operationKinds,
  partsOfFlatLog,
  reconstructions,
  volume,
  type OperationKind,
} from './operations.js';

const volumeStage = { stage: volume } as const;

/** The workflow of a recipe: `ct.full` with the user's operations between its steps, and what it is run with. */
export function recipeDocument(recipe: CtRecipe): DaisyDocument {
  const params = { ...recipe.params, ...(recipe.axisPx === null ? {} : { axisPx: recipe.axisPx }) };
  const base = toDocument(ct.full as AnyAlgorithm, { inputs: { scan: recipe.path }, params, catalogue });
  const active = recipe.operations.filter(operation => !operation.off);
  if (active.length === 0) return base;
  const nodes = active.reduce(insertOperation, stepsFor(active, base.workflow.nodes));
  const slices = lastOf(nodes, volumeStage)!;
  const outputs = { ...base.workflow.outputs, volume: { ...base.workflow.outputs['volume'], from: slices } };
  return { ...base, workflow: { ...base.workflow, id: 'ct.pipeline', nodes, outputs } };
}

/**
 * The recipe of a document that the CT screens have written, or that has the same steps.
 * @throws DaisyError `Input` for another workflow
 */
export function recipeOf(document: DaisyDocument): CtRecipe {
  const { nodes } = document.workflow;
  const { inputs = {}, params = {} } = document.values ?? {};
  const path = inputs['scan'];
  const known = reconstructions();
  if (typeof path !== 'string' || !nodes.some(({ algorithm }) => known.includes(algorithm ?? ''))) {
    throw new DaisyError('Input', {
      message: 'This document is no reconstruction of a scan.',
      action: 'Choose one that was saved by the CT app, or open it with the workflow canvas.',
    });
  }
  const kinds = new Set(operationKinds().map(({ algorithm }) => algorithm.id));
  const operations = nodes.filter(({ algorithm }) => algorithm !== undefined && kinds.has(algorithm)).map(operationOf);
  const { axisPx, ...others } = params;
  return { path, axisPx: typeof axisPx === 'number' ? axisPx : null, params: others, operations };
}

function operationOf({ algorithm, inputs = {}, params = {} }: NodeData): CtOperation {
  const given = Object.entries({ ...inputs, ...params }).flatMap(([name, source]) =>
    'value' in source ? [[name, source.value]] : [],
  );
  return { algorithm: algorithm!, params: Object.fromEntries(given) as Record<string, unknown> };
}

/** The steps of `ct.full`; flat field and logarithm are two where an operation works on the transmission between them. */
function stepsFor(operations: readonly CtOperation[], nodes: readonly NodeData[]): readonly NodeData[] {
  const [normalize, minusLog] = partsOfFlatLog;
  const fused = nodes.find(({ algorithm }) => algorithm === ct.flatLog.id);
  const inside = Object.keys(normalize.outputs)[0]!;
  const parts: readonly string[] = partsOfFlatLog.map(({ id }) => id);
  const needsParts = ({ algorithm }: CtOperation): boolean => {
    const { stage, replaces = '' } = findKind(algorithm);
    return stage === inside || parts.includes(replaces);
  };
  if (!fused || !operations.some(needsParts)) return nodes;
  const node = (part: AnyAlgorithm, rest: Partial<NodeData>): NodeData => ({
    name: part.id.split('.').at(-1)!,
    algorithm: part.id,
    version: part.version,
    ...rest,
  });
  const first = node(normalize as AnyAlgorithm, { inputs: fused.inputs ?? {}, params: fused.params ?? {} });
  const second = node(minusLog as AnyAlgorithm, { inputs: { [inside]: { node: first.name, port: inside } } });
  const lines = Object.keys(minusLog.outputs)[0]!;
  const rewired = nodes.map(other => ({
    ...other,
    ...(other.inputs
      ? { inputs: replaced(other.inputs, { node: fused.name, port: lines }, { node: second.name, port: lines }) }
      : {}),
  }));
  return rewired.flatMap(other => (other.name === fused.name ? [first, second] : [other]));
}

/** Puts an operation behind the last step that works on its stage; all later steps take what it gives. */
function insertOperation(nodes: readonly NodeData[], operation: CtOperation): readonly NodeData[] {
  const kind = findKind(operation.algorithm);
  if (kind.replaces !== undefined) return replaceStep(nodes, operation, kind);
  const before = lastOf(nodes, kind);
  if (!before) {
    throw new DaisyError('Input', {
      message: `The workflow has no ${kind.stage} for ${operation.algorithm}.`,
      action: 'Take the operation out of the pipeline.',
    });
  }
  const name = freeName(nodes, operation.algorithm.split('.').at(-1)!);
  const made: NodeData = {
    name,
    algorithm: kind.algorithm.id,
    version: kind.algorithm.version,
    inputs: { [kind.input]: before, ...numbersOf(kind, operation, nodes) },
    params: Object.fromEntries(
      Object.entries(operation.params)
        .filter(([param]) => !kind.numbers.includes(param))
        .map(([param, value]) => [param, { value } as SourceData]),
    ),
  };
  const after: SourceData = { node: name, port: kind.output };
  const carried = (kind.carries ?? []).flatMap(([input, output]) => {
    const source = reconInput(nodes, input);
    return source && 'node' in source ? [[input, source, { node: name, port: output }] as const] : [];
  });
  const all = {
    ...made,
    inputs: { ...made.inputs, ...Object.fromEntries(carried.map(([input, source]) => [input, source])) },
  };
  const place = nodes.findIndex(node => node.name === before.node);
  const rewired = nodes.map((node, index) => {
    if (!node.inputs) return node;
    const lines = replaced(node.inputs, before, after);
    const later = index > place ? carried : [];
    return { ...node, inputs: later.reduce((inputs, [, source, to]) => replaced(inputs, source, to), lines) };
  });
  const at = 1 + nodes.findIndex(node => node.name === before.node);
  return [...rewired.slice(0, at), all, ...rewired.slice(at)];
}

/** Puts an operation in the place of a step, or of another that stands there. */
function replaceStep(
  nodes: readonly NodeData[],
  { algorithm, params }: CtOperation,
  kind: OperationKind,
): readonly NodeData[] {
  const others = operationKinds().filter(({ replaces }) => replaces === kind.replaces);
  const places = [kind.replaces, ...others.map(other => other.algorithm.id)];
  const step = nodes.find(node => places.includes(node.algorithm ?? ''));
  if (!step) {
    throw new DaisyError('Internal', { message: `The workflow has no step in whose place ${algorithm} could stand.` });
  }
  const rest = nodes.filter(node => node !== step);
  const made: NodeData = {
    name: freeName(rest, algorithm.split('.').at(-1)!),
    algorithm,
    version: kind.algorithm.version,
    inputs: step.inputs ?? {},
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { value } as SourceData])),
  };
  const [before, after] = [step.name, made.name].map(node => ({ node, port: kind.output })) as [PortSource, PortSource];
  return nodes.map(node => {
    if (node === step) return made;
    return { ...node, ...(node.inputs ? { inputs: replaced(node.inputs, before, after) } : {}) };
  });
}

/** The axis as the reconstruction gets it; other numbers as they were chosen, 0 until then. */
function numbersOf(
  { numbers }: OperationKind,
  { params }: CtOperation,
  nodes: readonly NodeData[],
): Record<string, SourceData> {
  const axis = reconInput(nodes, axisInput);
  const sources = numbers.map((name): [string, SourceData] => {
    const chosen = params[name];
    return [name, name === axisInput && axis ? axis : { value: typeof chosen === 'number' ? chosen : 0 }];
  });
  return Object.fromEntries(sources);
}

/** Where the reconstruction gets an input from. */
function reconInput(nodes: readonly NodeData[], input: string): SourceData | undefined {
  const known = reconstructions();
  return nodes.find(({ algorithm }) => known.includes(algorithm ?? ''))?.inputs?.[input];
}

type PortSource = Extract<SourceData, { node: string }>;

/** The newest form of a stage: what the last operation on it gives, or the step of `ct.full` that makes it. */
function lastOf(nodes: readonly NodeData[], { stage }: Pick<OperationKind, 'stage'>): PortSource | null {
  const kinds = new Map(
    operationKinds().flatMap(kind => (kind.replaces === undefined ? [[kind.algorithm.id, kind] as const] : [])),
  );
  const operation = nodes.filter(node => kinds.get(node.algorithm ?? '')?.stage === stage).at(-1);
  if (operation) return { node: operation.name, port: kinds.get(operation.algorithm!)!.output };
  const maker = nodes.find(node => {
    const algorithm = catalogue.find(({ id }) => id === node.algorithm);
    return algorithm && Object.hasOwn(algorithm.outputs as object, stage);
  });
  return maker ? { node: maker.name, port: stage } : null;
}

function replaced(
  inputs: Readonly<Record<string, SourceData>>,
  before: PortSource,
  after: SourceData,
): Record<string, SourceData> {
  const same = (source: SourceData): boolean =>
    'node' in source && source.node === before.node && source.port === before.port;
  return Object.fromEntries(Object.entries(inputs).map(([name, source]) => [name, same(source) ? after : source]));
}

function findKind(id: string): OperationKind {
  const found = operationKinds().find(({ algorithm }) => algorithm.id === id);
  if (found) return found;
  throw new DaisyError('Input', {
    message: `${id} cannot stand in the pipeline of a scan.`,
    action: 'Choose an operation of the list.',
  });
}

function freeName(nodes: readonly NodeData[], wish: string): string {
  const taken = new Set(nodes.map(({ name }) => name));
  if (!taken.has(wish)) return wish;
  for (let number = 2; ; number++) if (!taken.has(`${wish}${number}`)) return `${wish}${number}`;
}
