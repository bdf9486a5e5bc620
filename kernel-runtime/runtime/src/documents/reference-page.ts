import {
  flagName,
  nameOf,
  type AnyAlgorithm,
  type GraphNode,
  type Implementation,
  type JsonSchema,
  type Params,
  type Ports,
  type Source,
} from '@daisy-lab/core';

/** The page of an algorithm in Markdown, made from its contract. */
export function referencePage(algorithm: AnyAlgorithm): string {
  const { id, version, title, help, split, graph } = algorithm;
  const inputs = Object.entries(algorithm.inputs as Ports);
  const params = Object.entries(algorithm.params as Params);
  const outputs = Object.entries(algorithm.outputs as Ports);
  return [
    `# ${title}\n`,
    `\`${id}\` ${version}\n`,
    help && `${help}\n`,
    part(
      'Inputs',
      ['name', 'flag', 'what'],
      inputs.map(([name, { type, title: label }]) => [
        code(name),
        code(`--${flagName(name)}`),
        described(typeText(type), label),
      ]),
    ),
    part(
      'Parameters',
      ['name', 'flag', 'value', 'default', 'what'],
      params.map(([name, { schema, optional }]) => [
        code(name),
        code(`--${flagName(name)}`),
        valueText(schema),
        optional ? 'empty' : code(JSON.stringify(schema.default)),
        [schema.title, schema.description].filter(Boolean).join(': ') + (schema.advanced ? ' (advanced)' : ''),
      ]),
    ),
    part(
      'Outputs',
      ['name', 'what'],
      outputs.map(([name, { type, title: label }]) => [code(name), described(typeText(type), label)]),
    ),
    part(
      'Steps',
      ['step', 'algorithm', 'runs'],
      (graph?.nodes ?? []).map(node => [
        code(node.name),
        `[${node.algorithm.id}](${node.algorithm.id}.md)`,
        rulesText(node),
      ]),
    ),
    part(
      'Bodies',
      ['name', 'needs', 'relative cost', 'tolerance'],
      [...algorithm.implementations].map(([name, body]) => bodyRow(name, body)),
    ),
    split &&
      `Data may be cut along \`${split.over}\`${typeof split.pad === 'number' && split.pad > 0 ? ` with ${split.pad} more entries on each side` : ''}, so that it need not fit into memory.\n`,
    `## From the command line\n\n\`\`\`\n${commandLine(algorithm)}\n\`\`\`\n`,
    `JSON Schema: [schemas/${id}.json](schemas/${id}.json)\n`,
  ]
    .filter(Boolean)
    .join('\n');
}

function part(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |\n`;
  return `## ${title}\n\n${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`;
}

const code = (text: string): string => `\`${text}\``;

const described = (type: string, title: string | undefined): string => (title ? `${title}: ${type}` : type);

function typeText(type: Ports[string]['type']): string {
  const unit = 'unit' in type && type.unit ? ` in ${type.unit}` : '';
  return nameOf(type) + unit + (type.kind === 'optional' ? ', may be missing' : '');
}

function valueText(schema: JsonSchema): string {
  const limits = [
    schema.minimum === undefined ? '' : `from ${schema.minimum}`,
    schema.maximum === undefined ? '' : `to ${schema.maximum}`,
  ].filter(Boolean);
  const kind = schema.enum ? schema.enum.map(String).map(code).join(', ') : (schema.type ?? 'value');
  return [kind, ...limits, ...(schema.unit ? [`in ${schema.unit}`] : [])].join(' ');
}

function rulesText({ scatter, when, retries, onError }: GraphNode): string {
  const rules = [
    scatter ? `for each of ${scatter.join(', ')}` : '',
    when ? `when ${sourceText(when)}` : '',
    retries ? `${retries} more tries` : '',
    onError === 'skip' ? 'left out when it fails' : '',
  ].filter(Boolean);
  return rules.join(', ') || 'always';
}

function sourceText(source: Source): string {
  if (source.from === 'node') return `${source.node}.${source.port}`;
  return source.from === 'input' || source.from === 'param' ? source.name : 'a condition holds';
}

function bodyRow(
  name: string,
  { needs = {}, cost, tolerance }: Implementation<Ports, Ports, Params>,
): readonly string[] {
  const wanted = Object.entries(needs).map(([need, value]) => (value === true ? need : `${need} ${String(value)}`));
  return [
    code(name),
    wanted.join(', ') || 'nothing',
    cost === undefined ? '' : String(cost),
    tolerance === undefined ? 'equal bytes' : String(tolerance),
  ];
}

function commandLine(algorithm: AnyAlgorithm): string {
  const inputs = Object.entries(algorithm.inputs as Ports)
    .filter(([, { type }]) => type.kind !== 'optional')
    .map(([name, { type }]) => `--${flagName(name)} ${['number', 'integer'].includes(type.kind) ? 'NUMBER' : 'FILE'}`);
  const hasArray = Object.values(algorithm.outputs as Ports).some(({ type }) => type.kind === 'array');
  return ['daisy run', algorithm.id, ...inputs, ...(hasArray ? ['--out FILE'] : [])].join(' ');
}
