import type { AnyAlgorithm } from './algorithm.js';
import { paramsSchema } from './param.js';
import type { JsonSchema } from './json-schema.js';
import type { Ports } from './algorithm.js';
import type { PortType } from './port.js';

/** A contract as plain data: what forms, command line, canvas and documentation read. */
export interface ContractDescription {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly help: string;
  readonly inputs: Readonly<Record<string, PortDescription>>;
  readonly params: JsonSchema;
  readonly outputs: Readonly<Record<string, PortDescription>>;
  readonly implementations: readonly string[];
  /** Steps of a workflow, in order; empty for a plain algorithm. */
  readonly steps: readonly { readonly node: string; readonly algorithm: string; readonly title: string }[];
}

export interface PortDescription {
  readonly type: PortType;
  readonly title: string;
}

/** The description of an algorithm or workflow. */
export function describe(algorithm: AnyAlgorithm): ContractDescription {
  return {
    id: algorithm.id,
    version: algorithm.version,
    title: algorithm.title,
    help: algorithm.help,
    inputs: describePorts(algorithm.inputs),
    params: paramsSchema(algorithm.params),
    outputs: describePorts(algorithm.outputs),
    implementations: [...algorithm.implementations.keys()],
    steps: (algorithm.graph?.nodes ?? []).map(node => ({
      node: node.name,
      algorithm: node.algorithm.id,
      title: node.algorithm.title,
    })),
  };
}

function describePorts(ports: Ports): Record<string, PortDescription> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, { type: port.type, title: port.title ?? name }]),
  );
}
