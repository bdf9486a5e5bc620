import type { PortType } from '../../algorithm/port.js';
import type { JsonSchema } from '../../algorithm/json-schema.js';
import { DaisyError } from '../../errors/daisy-error.js';
import { contractOfNode, rulesOf, sourcesOfNode } from '../document/check-workflow.js';
import type { NodeData, SourceData, WorkflowData } from '../document/document.js';
import type { Json } from '../document/json/json-tree.js';
import { inputType, outputType, required } from '../links.js';
import { literal, memberOf, objectLiteral, quoted } from './literals.js';
import { compiles } from './port-code.js';
import type { CodeScope } from './code-scope.js';

/** The lines of the function that builds a workflow: one for each step, and what it returns. */
export function stepsCode(scope: CodeScope, workflow: WorkflowData): readonly string[] {
  return new StepsCode(scope, workflow).lines();
}

class StepsCode {
  readonly #variables = new Map<string, string>();
  readonly #nodes: ReadonlyMap<string, NodeData>;

  constructor(
    readonly scope: CodeScope,
    readonly workflow: WorkflowData,
  ) {
    this.#nodes = new Map(workflow.nodes.map(node => [node.name, node]));
    for (const { name } of workflow.nodes) this.#variables.set(name, scope.names.take(name));
  }

  lines(): readonly string[] {
    const used = new Set(this.#allSources().flatMap(nodesIn));
    const steps = inOrder(this.workflow.nodes).map(node => {
      const call = this.#call(node);
      return used.has(node.name) ? `const ${this.#variables.get(node.name)} = ${call};` : `${call};`;
    });
    const outputs = Object.entries(this.workflow.outputs).map(
      ([name, { from }]) => [name, this.#expression(from, true)] as const,
    );
    return [...steps, `return ${objectLiteral(outputs)};`];
  }

  #allSources(): readonly SourceData[] {
    return [
      ...this.workflow.nodes.flatMap(sourcesOfNode),
      ...Object.values(this.workflow.outputs).map(({ from }) => from),
    ];
  }

  #call(node: NodeData): string {
    const algorithm = node.workflow ? this.scope.nested(node.workflow) : this.scope.reference(node.algorithm!);
    const inputs = objectLiteral(
      Object.entries(node.inputs ?? {}).map(([name, source]) => [name, this.#link(node, name, source)]),
    );
    const params = objectLiteral(
      Object.entries(node.params ?? {}).map(([name, source]) => [name, this.#param(node, name, source)]),
    );
    const { scatter, when, onError } = node;
    if ((scatter && when) || (when && onError) || (onError === 'fail' && !scatter)) {
      throw new DaisyError('Input', {
        message: `The builder has no call for the rules of step "${node.name}".`,
        action: 'Keep one of "when", "scatter" and "onError".',
      });
    }
    const options = this.#options(node);
    if (scatter) {
      const over = scatter.length === 1 ? quoted(scatter[0]!) : literal(scatter);
      return `w.scatter(${algorithm}, ${over}, ${listed([inputs, params, options], ['', '{}', ''])})`;
    }
    const rest = listed([inputs, params, options], ['', '{}', '']);
    if (when) return `w.when(${this.#condition(when)}, ${algorithm}, ${rest})`;
    return onError === 'skip' ? `w.attempt(${algorithm}, ${rest})` : `w.step(${algorithm}, ${rest})`;
  }

  /** Name, retries and what happens on failure; empty when all is as usual. */
  #options({ name, algorithm, workflow, retries, scatter, onError }: NodeData): string {
    const usual = (algorithm ?? workflow!.id).split('.').at(-1);
    const members = [
      ...(name === usual ? [] : [['name', quoted(name)] as const]),
      ...(retries === undefined ? [] : [['retries', String(retries)] as const]),
      ...(scatter && onError ? [['onError', quoted(onError)] as const] : []),
    ];
    return members.length > 0 ? objectLiteral(members) : '';
  }

  #link(node: NodeData, input: string, source: SourceData): string {
    const port = contractOfNode(node, this.scope.contracts)!.inputs[input]!;
    const to = inputType(input, port.type, rulesOf(node));
    const expression = this.#expression(source, false);
    return compiles(this.#typeOf(source), to) && !('param' in source) ? expression : `${expression} as never`;
  }

  #param(node: NodeData, name: string, source: SourceData): string {
    const expression = this.#expression(source, false);
    if ('value' in source) return expression;
    const wanted = contractOfNode(node, this.scope.contracts)!.params.properties![name]!;
    return 'param' in source && sameValues(this.workflow.params?.[source.param], wanted)
      ? expression
      : `${expression} as never`;
  }

  #condition(source: SourceData): string {
    const type = this.#typeOf(source);
    const isPlain =
      type?.kind === 'boolean' || ('param' in source && this.workflow.params![source.param]!.type === 'boolean');
    return isPlain ? this.#expression(source, true) : `(${this.#expression(source, true)} as never)`;
  }

  /** The handle of a source; constants are handles where only these are taken. */
  #expression(source: SourceData, asHandle: boolean): string {
    if ('node' in source) return memberOf(this.#variables.get(source.node)!, source.port);
    if ('input' in source) return memberOf('inputs', source.input);
    if ('param' in source) return memberOf('params', source.param);
    if ('first' in source) return `w.first(${source.first.map(one => this.#expression(one, true)).join(', ')})`;
    if (!asHandle && !looksLikeHandle(source.value)) return literal(source.value);
    return `{ source: { from: 'value', value: ${literal(source.value)} }, type: undefined }`;
  }

  #typeOf(source: SourceData): PortType | undefined {
    if ('input' in source) return this.workflow.inputs?.[source.input]?.type;
    if ('first' in source) return source.first[0] && required(this.#typeOf(source.first[0]));
    if (!('node' in source)) return undefined;
    const node = this.#nodes.get(source.node)!;
    const port = contractOfNode(node, this.scope.contracts)?.outputs[source.port];
    return port && outputType(port.type, rulesOf(node));
  }
}

/** Steps behind those that they need. */
function inOrder(nodes: readonly NodeData[]): readonly NodeData[] {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const order = new Set<NodeData>();
  const visit = (node: NodeData | undefined): void => {
    if (!node || order.has(node)) return;
    for (const name of sourcesOfNode(node).flatMap(nodesIn)) visit(byName.get(name));
    order.add(node);
  };
  nodes.forEach(visit);
  return [...order];
}

const nodesIn = (source: SourceData): readonly string[] =>
  'first' in source ? source.first.flatMap(nodesIn) : 'node' in source ? [source.node] : [];

/** Arguments without those at the end that are as usual. */
function listed(given: readonly string[], usual: readonly string[]): string {
  let count = given.length;
  while (count > 1 && given[count - 1] === usual[count - 1]) count--;
  return given.slice(0, count).join(', ');
}

/** The builder takes a record with these members for a handle. */
const looksLikeHandle = (value: Json): boolean =>
  typeof value === 'object' && value !== null && 'source' in value && 'type' in value;

/** Whether every value of one parameter is one of the other, for the compiler. */
function sameValues(from: (JsonSchema & { readonly optional?: boolean }) | undefined, to: JsonSchema): boolean {
  if (!from || from.type === 'object' || from.type === 'array') return false;
  if (from.optional && to.default !== undefined) return false;
  if (from.type !== to.type) return from.type === 'integer' && to.type === 'number';
  return to.enum === undefined || (from.enum ?? [undefined]).every(word => to.enum!.includes(word));
}
