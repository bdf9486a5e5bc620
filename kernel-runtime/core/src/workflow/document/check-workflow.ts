import { violation } from '../../algorithm/check-params.js';
import { refusal } from '../../algorithm/accepts.js';
import type { JsonSchema } from '../../algorithm/json-schema.js';
import { paramType } from '../../algorithm/param-type.js';
import type { PortType } from '../../algorithm/port.js';
import {
  inputType,
  missingLink,
  outputType,
  refusedLink,
  refusedParam,
  required,
  unknownInput,
  type LinkProblem,
} from '../links.js';
import type { Contract, Contracts } from './contract-of.js';
import type { DaisyDocument, DocumentProblem, NodeData, SourceData, WorkflowData } from './document.js';
import { pathText } from './json/json-tree.js';

type Path = readonly (string | number)[];

/** What is wrong with a document of right shape: unknown algorithms, links, parameters, circles, values. */
export function checkDocument(document: DaisyDocument, contracts: Contracts): readonly DocumentProblem[] {
  const { workflow, values } = document;
  const checked = new WorkflowCheck(workflow, contracts, ['workflow']);
  const params = Object.entries(values?.params ?? {}).flatMap(([name, value]) =>
    problemsAt(['values', 'params', name], valueProblem(`The workflow`, workflow.params ?? {}, name, value)),
  );
  const inputs = Object.keys(values?.inputs ?? {})
    .filter(name => !Object.hasOwn(workflow.inputs ?? {}, name))
    .map(name => problem(['values', 'inputs', name], { message: `The workflow has no input "${name}".` }));
  return [...checked.problems(), ...params, ...inputs];
}

/** The contract that a workflow of a document has. */
export function contractOfWorkflow(workflow: WorkflowData, contracts: Contracts): Contract {
  return new WorkflowCheck(workflow, contracts, []).contract();
}

/** The contract of what a step runs; null when it is not known here. */
export function contractOfNode(node: NodeData, contracts: Contracts): Contract | null {
  if (node.workflow) return contractOfWorkflow(node.workflow, contracts);
  const { algorithm = '', version } = node;
  const fitting = version === undefined ? undefined : contracts.compatible(algorithm, version);
  return fitting ?? contracts.find(algorithm) ?? null;
}

/** Why a value may not flow into an input of a step, in one sentence, and what to do; null when it may. */
export function linkRefusal(
  workflow: WorkflowData,
  contracts: Contracts,
  source: SourceData,
  to: { readonly node: string; readonly input: string },
): LinkProblem | null {
  return new WorkflowCheck(workflow, contracts, ['workflow']).refusal(source, to);
}

/** Why a parameter of a step may not have a value, or be linked to a source, in one sentence, and what to do; null when it may. */
export function paramRefusal(
  workflow: WorkflowData,
  contracts: Contracts,
  source: SourceData,
  to: { readonly node: string; readonly param: string },
): LinkProblem | null {
  return new WorkflowCheck(workflow, contracts, ['workflow']).paramRefusal(source, to);
}

class WorkflowCheck {
  readonly #contracts = new Map<string, Contract | null>();
  readonly #nodes: ReadonlyMap<string, NodeData>;

  constructor(
    readonly workflow: WorkflowData,
    readonly known: Contracts,
    readonly path: Path,
  ) {
    this.#nodes = new Map(workflow.nodes.map(node => [node.name, node]));
  }

  problems(): readonly DocumentProblem[] {
    const { nodes, outputs } = this.workflow;
    return [
      ...nodes.flatMap((node, at) => this.#node(node, at)),
      ...Object.entries(outputs).flatMap(([name, { from, type }]) => {
        const path = [...this.path, 'outputs', name];
        const broken = this.#source(from, `Output "${name}"`, [...path, 'from']);
        const given = this.#typeOf(from);
        const reason = type && given ? refusal(given, type) : null;
        return reason
          ? [...broken, problem(path, { message: `Output "${name}" refuses the link: ${reason}` })]
          : broken;
      }),
      ...this.#circles(),
    ];
  }

  contract(): Contract {
    const { id, version, title, inputs = {}, params = {}, outputs } = this.workflow;
    const ports = Object.entries(inputs).map(([name, { type, title: label = name }]) => [name, { type, title: label }]);
    const given = Object.entries(outputs).map(([name, { from, type }]) => [
      name,
      { type: type ?? this.#typeOf(from) ?? { kind: 'any' }, title: name },
    ]);
    const schema: JsonSchema = { type: 'object', properties: params };
    return {
      id,
      version,
      title,
      inputs: Object.fromEntries(ports) as Contract['inputs'],
      params: schema,
      outputs: Object.fromEntries(given) as Contract['outputs'],
    };
  }

  refusal(source: SourceData, to: { readonly node: string; readonly input: string }): LinkProblem | null {
    const node = this.#nodes.get(to.node);
    if (!node) return { message: `There is no step "${to.node}".` };
    const contract = this.#contractOf(node);
    if (!contract) return { message: `The algorithm of step "${to.node}" is not known here.` };
    const port = contract.inputs[to.input];
    if (!port) return unknownInput(node.name, Object.keys(contract.inputs), [to.input]);
    const [broken] = this.#source(source, `Step "${node.name}"`, []);
    if (broken) return broken;
    if (this.#reaches(source, node.name)) return circle(node.name);
    const from = this.#typeOf(source);
    return from ? refusedLink(node.name, to.input, from, inputType(to.input, port.type, rulesOf(node))) : null;
  }

  paramRefusal(source: SourceData, to: { readonly node: string; readonly param: string }): LinkProblem | null {
    const node = this.#nodes.get(to.node);
    if (!node) return { message: `There is no step "${to.node}".` };
    const contract = this.#contractOf(node);
    if (!contract) return { message: `The algorithm of step "${to.node}" is not known here.` };
    const [broken] = this.#source(source, `Step "${node.name}"`, []);
    if (broken) return broken;
    return this.#reaches(source, node.name) ? circle(node.name) : this.#paramProblem(node, contract, to.param, source);
  }

  #node(node: NodeData, at: number): readonly DocumentProblem[] {
    const path = [...this.path, 'nodes', at];
    const twice = this.#nodes.get(node.name) !== node;
    const same = twice ? [problem([...path, 'name'], { message: `There are two steps "${node.name}".` })] : [];
    const owner = `Step "${node.name}"`;
    const contract = this.#contractOf(node);
    const inner = node.workflow ? new WorkflowCheck(node.workflow, this.known, [...path, 'workflow']).problems() : [];
    const sources = [
      ...(['inputs', 'params'] as const).flatMap(side =>
        Object.entries(node[side] ?? {}).flatMap(([name, source]) =>
          this.#source(source, owner, [...path, side, name]),
        ),
      ),
      ...(node.when ? this.#source(node.when, owner, [...path, 'when']) : []),
    ];
    const version = this.#versionProblem(node, path);
    if (!contract || version?.severity === 'error') {
      return [...same, version ?? this.#unknownAlgorithm(node, path), ...sources];
    }
    const links = [...this.#links(node, contract, path), ...this.#params(node, contract, path)];
    return [...same, ...(version ? [version] : []), ...inner, ...sources, ...links];
  }

  #links(node: NodeData, contract: Contract, path: Path): readonly DocumentProblem[] {
    const linked = node.inputs ?? {};
    const names = Object.keys(contract.inputs);
    const unknown = Object.keys(linked).flatMap(name => {
      const found = unknownInput(node.name, names, [name]);
      return found ? [problem([...path, 'inputs', name], found)] : [];
    });
    const scattered = (node.scatter ?? []).flatMap((name, at) => {
      const found = unknownInput(node.name, names, [name]);
      return found ? [problem([...path, 'scatter', at], found)] : [];
    });
    const ports = names.flatMap(name => {
      const to = inputType(name, contract.inputs[name]!.type, rulesOf(node));
      const source = linked[name];
      const from = source && this.#typeOf(source);
      const found = source ? from && refusedLink(node.name, name, from, to) : missingLink(node.name, name, to);
      return found ? [problem([...path, 'inputs', name], found)] : [];
    });
    const condition = node.when && this.#typeOf(node.when);
    const reason = condition ? refusal(condition, { kind: 'boolean' }) : null;
    const when = reason
      ? [problem([...path, 'when'], { message: `The condition of step "${node.name}" refuses the link: ${reason}` })]
      : [];
    return [...unknown, ...scattered, ...ports, ...when];
  }

  #params(node: NodeData, contract: Contract, path: Path): readonly DocumentProblem[] {
    return Object.entries(node.params ?? {}).flatMap(([name, source]) => {
      const found = this.#paramProblem(node, contract, name, source);
      return problemsAt([...path, 'params', name], found);
    });
  }

  #paramProblem(node: NodeData, contract: Contract, name: string, source: SourceData): LinkProblem | null {
    const known = contract.params.properties ?? {};
    const constant = 'value' in source ? source.value : undefined;
    const wrong = valueProblem(`Step "${node.name}"`, known, name, constant);
    if (wrong) return wrong;
    const from = this.#typeOf(source);
    return from ? refusedParam(node.name, name, from, paramType(known[name]!)) : null;
  }

  /** A source that leads nowhere. */
  #source(source: SourceData, owner: string, path: Path): readonly DocumentProblem[] {
    if ('first' in source) return source.first.flatMap((one, at) => this.#source(one, owner, [...path, 'first', at]));
    const missing = (what: string): DocumentProblem[] => [problem(path, { message: `${owner} is linked to ${what}.` })];
    if ('input' in source && !Object.hasOwn(this.workflow.inputs ?? {}, source.input)) {
      return missing(`an input "${source.input}" that the workflow does not have`);
    }
    if ('param' in source && !Object.hasOwn(this.workflow.params ?? {}, source.param)) {
      return missing(`a parameter "${source.param}" that the workflow does not have`);
    }
    if (!('node' in source)) return [];
    const provider = this.#nodes.get(source.node);
    if (!provider) return missing(`a step "${source.node}" that the workflow does not have`);
    const contract = this.#contractOf(provider);
    if (!contract || Object.hasOwn(contract.outputs, source.port)) return [];
    return missing(`an output "${source.port}" that step "${source.node}" does not have`);
  }

  #typeOf(source: SourceData): PortType | undefined {
    if ('input' in source) return this.workflow.inputs?.[source.input]?.type;
    if ('first' in source) return source.first[0] && required(this.#typeOf(source.first[0]));
    if (!('node' in source)) return undefined;
    const node = this.#nodes.get(source.node);
    const port = node && this.#contractOf(node)?.outputs[source.port];
    return port && outputType(port.type, rulesOf(node));
  }

  #contractOf(node: NodeData): Contract | null {
    if (!this.#contracts.has(node.name)) {
      this.#contracts.set(node.name, null); // a step that leads to itself has no type yet
      this.#contracts.set(node.name, contractOfNode(node, this.known));
    }
    return this.#contracts.get(node.name)!;
  }

  #unknownAlgorithm({ name, algorithm }: NodeData, path: Path): DocumentProblem {
    if (algorithm === undefined) {
      return problem(path, { message: `Step "${name}" names neither an algorithm nor a workflow.` });
    }
    return problem([...path, 'algorithm'], {
      message: `Step "${name}" needs the algorithm ${algorithm}, which is not installed.`,
      action: 'Install the package that it comes from, or load it in the notebook first.',
    });
  }

  /** A newer version of the same major one is taken, with a warning; another one is not. */
  #versionProblem({ name, workflow, algorithm = '', version }: NodeData, path: Path): DocumentProblem | null {
    const [newest] = this.known.versions(algorithm);
    if (workflow || !newest || version === undefined || this.known.find(algorithm, version)) return null;
    const fitting = this.known.compatible(algorithm, version);
    const message = `Step "${name}" was made for ${algorithm} ${version}, but ${(fitting ?? newest).version} is installed.`;
    const action = fitting
      ? 'It is taken; results may differ slightly.'
      : 'Install that version, or take the installed one, whose results may differ.';
    const found = problem([...path, 'version'], { message, action });
    return fitting ? { ...found, severity: 'warning' } : found;
  }

  /** The first step of a circle; one is told at a time, for removing one link may break several. */
  #circles(): readonly DocumentProblem[] {
    const done = new Set<string>();
    const open = new Set<string>();
    const visit = (node: NodeData | undefined): string | undefined => {
      if (!node || done.has(node.name)) return undefined;
      if (open.has(node.name)) return node.name;
      open.add(node.name);
      for (const source of sourcesOfNode(node).flatMap(nodesOf)) {
        const found = visit(this.#nodes.get(source));
        if (found !== undefined) return found;
      }
      open.delete(node.name);
      done.add(node.name);
      return undefined;
    };
    for (const node of this.workflow.nodes) {
      const name = visit(node);
      if (name === undefined) continue;
      const at = this.workflow.nodes.findIndex(other => other.name === name);
      return [problem([...this.path, 'nodes', at], circle(name))];
    }
    return [];
  }

  /** Whether a source depends on the result of a step. */
  #reaches(source: SourceData, target: string): boolean {
    const open = [source];
    const seen = new Set<string>();
    for (let next = open.pop(); next; next = open.pop()) {
      if ('first' in next) open.push(...next.first);
      if (!('node' in next) || seen.has(next.node)) continue;
      if (next.node === target) return true;
      seen.add(next.node);
      const node = this.#nodes.get(next.node);
      if (node) open.push(...sourcesOfNode(node));
    }
    return false;
  }
}

/** The steps that a source may take its value from. */
const nodesOf = (source: SourceData): readonly string[] =>
  'first' in source ? source.first.flatMap(nodesOf) : 'node' in source ? [source.node] : [];

const circle = (node: string): LinkProblem => ({
  message: `Step "${node}" depends on its own result.`,
  action: 'Remove one of the links of the circle.',
});

/** All sources of a step, its condition included. */
export function sourcesOfNode({ inputs = {}, params = {}, when }: NodeData): readonly SourceData[] {
  return [...Object.values(inputs), ...Object.values(params), ...(when ? [when] : [])];
}

/** The rules of a step for questions of type; what the condition is does not matter there. */
export function rulesOf({ scatter, when, onError }: NodeData): Parameters<typeof outputType>[1] {
  return {
    ...(scatter && scatter.length > 0 ? { scatter } : {}),
    ...(when ? { when: { from: 'value', value: true } as const } : {}),
    ...(onError ? { onError } : {}),
  };
}

function valueProblem(
  owner: string,
  known: Readonly<Record<string, JsonSchema>>,
  name: string,
  value: unknown,
): LinkProblem | null {
  const schema = Object.hasOwn(known, name) ? known[name]! : undefined;
  if (!schema) {
    const names = Object.keys(known);
    const action = names.length > 0 ? `Its parameters are ${names.join(', ')}.` : 'It has no parameters.';
    return { message: `${owner} has no parameter "${name}".`, action };
  }
  const wrong = value === undefined ? null : violation(schema, value);
  return wrong ? { message: `Parameter "${name}" of ${lowered(owner)} ${wrong}.` } : null;
}

const problemsAt = (path: Path, found: LinkProblem | null): readonly DocumentProblem[] =>
  found ? [problem(path, found)] : [];

const lowered = (owner: string): string => owner.charAt(0).toLowerCase() + owner.slice(1);

function problem(path: Path, { message, action }: LinkProblem): DocumentProblem {
  return { path: pathText(path), message, ...(action ? { action } : {}), severity: 'error' };
}
