import { DaisyError } from '../../errors/daisy-error.js';
import type { Contracts } from '../document/contract-of.js';
import type { DaisyDocument, WorkflowData } from '../document/document.js';
import type { Json } from '../document/json/json-tree.js';
import { checkDocument } from '../document/check-workflow.js';
import { errorOf } from '../document/parse-document.js';
import type { CodeScope } from './code-scope.js';
import { literal, Names, objectLiteral, propertyName, quoted } from './literals.js';
import { paramCode } from './param-code.js';
import { portCode } from './port-code.js';
import { stepsCode } from './steps-code.js';

export interface CodeOptions {
  /** Package that `p`, `port`, `workflow` and the algorithms are imported from. Default `@daisy-lab/runtime`. */
  readonly from?: string;
  /** Expression for an algorithm; by default its id, of which the technique is imported: `ct.recon`. */
  readonly reference?: (id: string) => string;
  /** Names that the expressions use and that are there without an import. */
  readonly known?: readonly string[];
}

/**
 * A document as TypeScript that builds the same workflow with the builder: one exported constant for the workflow, and `values` when
 * the document holds some.
 * @throws DaisyError `Input` when the document has errors, or a step that the builder has no call for
 */
export function toTypeScript(document: DaisyDocument, contracts: Contracts, options: CodeOptions = {}): string {
  const error = checkDocument(document, contracts).find(({ severity }) => severity === 'error');
  if (error) throw errorOf(error);
  const { from = '@daisy-lab/runtime', reference = (id: string) => id, known = [] } = options;
  const imported = new Set(['p', 'port', 'workflow']);
  const names = new Names([
    'w',
    'inputs',
    'params',
    'values',
    ...imported,
    ...known,
    ...rootsIn(document.workflow, reference),
  ]);
  const blocks: string[] = [];
  const made = new Map<string, string>();
  const scope: CodeScope = {
    contracts,
    names,
    reference: id => {
      const expression = reference(id);
      const [root] = expression.split(/\W/);
      if (!known.includes(root!)) imported.add(root!);
      return expression;
    },
    nested: workflow => {
      const text = JSON.stringify(workflow);
      const name = made.get(text) ?? names.take(workflow.id.split('.').at(-1)!);
      if (!made.has(text)) {
        made.set(text, name);
        blocks.push(workflowCode(scope, workflow, name));
      }
      return name;
    },
  };
  const name = scope.nested(document.workflow);
  blocks[blocks.length - 1] = `export ${blocks.at(-1)!}`;
  const values = document.values
    ? [`/** What ${name} is run with. */\nexport const values = ${valuesCode(document)};\n`]
    : [];
  const used = [...imported].filter(word => new RegExp(`\\b${word}\\b`).test(blocks.join())).sort();
  return [`import { ${used.join(', ')} } from ${quoted(from)};\n`, ...blocks, ...values].join('\n');
}

function workflowCode(scope: CodeScope, workflow: WorkflowData, name: string): string {
  const { id, version, title, help, inputs = {}, params = {} } = workflow;
  const header = [
    ['version', quoted(version)],
    ['title', quoted(title)],
    ...(help ? [['help', quoted(help)]] : []),
    ['inputs', recordCode(inputs, port => portCode(port))],
    ...(Object.keys(params).length > 0 ? [['params', recordCode(params, param => paramCode(param))]] : []),
  ];
  const steps = stepsCode(scope, workflow);
  const uses = (word: string): boolean => steps.some(line => new RegExp(`\\b${word}\\b`).test(line));
  const parameters = uses('params') ? '(w, inputs, params)' : uses('inputs') ? '(w, inputs)' : uses('w') ? 'w' : '()';
  return [
    `const ${name} = workflow(`,
    `  ${quoted(id)},`,
    '  {',
    ...header.map(([key, value]) => `    ${key}: ${value},`),
    '  },',
    `  ${parameters} => {`,
    ...steps.map(line => `    ${line}`),
    '  },',
    ');\n',
  ].join('\n');
}

function recordCode<T>(record: Readonly<Record<string, T>>, code: (value: T) => string): string {
  const members = Object.entries(record).map(([name, value]) => [name, code(value)] as const);
  if (members.length === 0) return '{}';
  return `{\n${members.map(([name, value]) => `      ${propertyName(name)}: ${value},\n`).join('')}    }`;
}

function valuesCode({ values = {} }: DaisyDocument): string {
  return objectLiteral(Object.entries(values).map(([name, value]) => [name, literal(value as Json)]));
}

/** First words of the expressions for the algorithms, which no variable may hide. */
function rootsIn(workflow: WorkflowData, reference: (id: string) => string): string[] {
  return workflow.nodes.flatMap(node => {
    if (node.workflow) return rootsIn(node.workflow, reference);
    if (node.algorithm === undefined)
      throw new DaisyError('Input', { message: `Step "${node.name}" has no algorithm.` });
    return [reference(node.algorithm).split(/\W/)[0]!];
  });
}
