import { DaisyError } from '../../errors/daisy-error.js';
import type { Graph, GraphNode, Source } from '../../workflow/graph.js';

/**
 * The steps of a graph in an order in which they can run, whatever the order they stand in.
 * @throws DaisyError `Input` for a link to a step that does not exist or a circle of steps.
 */
export function stepOrder(graph: Graph): readonly GraphNode[] {
  const byName = new Map(graph.nodes.map(node => [node.name, node]));
  const order: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: GraphNode): void => {
    if (state.get(node.name) === 'done') return;
    if (state.get(node.name) === 'open') {
      throw new DaisyError('Input', {
        message: `Step "${node.name}" depends on its own result.`,
        action: 'Remove one of the links of the circle.',
      });
    }
    state.set(node.name, 'open');
    for (const name of providers(node)) {
      const provider = byName.get(name);
      if (!provider) {
        throw new DaisyError('Input', {
          message: `Step "${node.name}" is linked to a step "${name}" that the workflow does not have.`,
        });
      }
      visit(provider);
    }
    state.set(node.name, 'done');
    order.push(node);
  };
  graph.nodes.forEach(visit);
  return order;
}

/** The outputs of steps that a source may take its value from. */
function nodeSources(source: Source): readonly Extract<Source, { from: 'node' }>[] {
  if (source.from === 'first') return source.of.flatMap(nodeSources);
  return source.from === 'node' ? [source] : [];
}

export function linkKey(node: string, port: string): string {
  return `${node}.${port}`;
}

function providers(node: GraphNode): readonly string[] {
  const conditions = node.when ? [node.when] : [];
  return [...Object.values(node.inputs), ...Object.values(node.params), ...conditions]
    .flatMap(nodeSources)
    .map(source => source.node);
}
