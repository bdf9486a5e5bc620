import {
  DaisyError,
  errorOf,
  fromDocument,
  type AnyAlgorithm,
  type CtOperation,
  type CtRecipe,
  type NodeData,
  type SourceData,
} from '@daisy-lab/core';
import { catalogue, ct } from '@daisy-lab/techniques';
import { carries, operationKinds, reconstructions, volume } from './operations.js';
import { recipeDocument } from './recipe-document.js';

/** A recipe as the engine runs it. Recipes without operations are `ct.full` itself. */
export function recipeAlgorithm(recipe: CtRecipe): AnyAlgorithm {
  return recipe.operations.some(({ off }) => !off) ? built(recipeDocument(recipe)) : (ct.full as AnyAlgorithm);
}

/** A recipe in two halves, so that a new axis or filter costs a reconstruction and nothing before it. */
export interface LiveParts {
  /** Workflow that ends with `lineIntegrals` and `anglesRad`. */
  readonly prepare: AnyAlgorithm;
  /** It gives the axis as well, which depends on that of the scan. */
  readonly followsAxis: boolean;
  /** Its algorithms. */
  readonly steps: readonly string[];
  /** Parameters of `prepare` among those of `ct.full`. */
  readonly prepareParams: readonly string[];
  /** Makes slices of them: `ct.recon`, or what stands in its place. */
  readonly recon: AnyAlgorithm;
  /** Where its parameters come from. */
  readonly reconParams: Readonly<Record<string, SourceData>>;
  /** What is done with the slices, in this order. */
  readonly after: readonly CtOperation[];
}

/** Cuts the workflow in front of its reconstruction. */
export function liveParts(recipe: CtRecipe): LiveParts {
  const document = recipeDocument({ ...recipe, axisPx: null });
  const { workflow } = document;
  const onSlices = new Set(operationKinds().flatMap(kind => (kind.stage === volume ? [kind.algorithm.id] : [])));
  const known = reconstructions();
  const recon = workflow.nodes.find(({ algorithm }) => known.includes(algorithm ?? ''));
  const [lineIntegrals, anglesRad] = [recon?.inputs?.['lineIntegrals'], recon?.inputs?.['anglesRad']];
  if (!recon || !lineIntegrals || !anglesRad) {
    throw new DaisyError('Internal', { message: 'The workflow of CT has no reconstruction to cut it at.' });
  }
  const axisPx = recon.inputs?.['axisPx'];
  // the axis of a stitched half turn is another than that of the scan
  const ownAxis: Readonly<Record<string, { readonly from: SourceData }>> =
    carries(recipe.operations) && axisPx ? { axisPx: { from: axisPx } } : {};
  const nodes = needed(workflow.nodes, [lineIntegrals, anglesRad]);
  const used = new Set(nodes.flatMap(sourcesOf).flatMap(source => ('param' in source ? [source.param] : [])));
  const params = Object.fromEntries(Object.entries(workflow.params ?? {}).filter(([name]) => used.has(name)));
  const prepare = built({
    daisy: document.daisy,
    workflow: {
      ...workflow,
      id: 'ct.prepareLive',
      params,
      nodes,
      outputs: { lineIntegrals: { from: lineIntegrals }, anglesRad: { from: anglesRad }, ...ownAxis },
    },
  });
  return {
    prepare,
    followsAxis: 'axisPx' in ownAxis,
    steps: nodes.map(node => node.algorithm ?? node.name),
    prepareParams: [...used],
    recon: catalogue.find(({ id }) => id === recon.algorithm)!,
    reconParams: recon.params ?? {},
    after: recipe.operations.filter(({ algorithm, off }) => !off && onSlices.has(algorithm)),
  };
}

function built(document: Parameters<typeof fromDocument>[0]): AnyAlgorithm {
  const { algorithm, problems } = fromDocument(document, catalogue);
  if (algorithm) return algorithm;
  throw errorOf(problems.find(({ severity }) => severity === 'error')!);
}

/** The steps that lead to some sources, in their order. */
function needed(nodes: readonly NodeData[], ends: readonly SourceData[]): readonly NodeData[] {
  const names = new Set<string>();
  const take = (source: SourceData): void => {
    if ('first' in source) source.first.forEach(take);
    if (!('node' in source) || names.has(source.node)) return;
    names.add(source.node);
    const node = nodes.find(({ name }) => name === source.node);
    if (node) sourcesOf(node).forEach(take);
  };
  ends.forEach(take);
  return nodes.filter(({ name }) => names.has(name));
}

function sourcesOf({ inputs = {}, params = {}, when }: NodeData): readonly SourceData[] {
  return [...Object.values(inputs), ...Object.values(params), ...(when ? [when] : [])];
}
