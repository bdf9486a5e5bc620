import type { ContractDescription, ObjectDescription, PortType } from '@daisy-lab/core';
import { nameOfObject } from '../words.js';

/** What an input of a cell is fed with: an object of the store, or a variable of the notebook. */
export type CellInput = { readonly object: ObjectDescription } | { readonly variable: string };

/** A cell that takes an object out of the store. */
export function cellForObject(object: ObjectDescription): string {
  const type = typeOfObject(object);
  const names = ['store', ...(type?.startsWith('NdArray') ? ['type NdArray'] : [])];
  const value = `await store.get(${quoted(object.name || object.id)}).read()`;
  const line = type ? `(${value}) as ${type}` : value;
  return `${importOf(names)}\n\nconst ${variableOf(nameOfObject(object), object.kind)} = ${line};`;
}

/** A cell that runs an algorithm; inputs that are not chosen are variables with the names of the ports. */
export function cellForAlgorithm(
  contract: ContractDescription,
  params: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, CellInput>> = {},
): string {
  const known = /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)$/.exec(contract.id);
  const algorithm = known ? contract.id : `catalogue.find(({ id }) => id === ${quoted(contract.id)})!`;
  const names = new Set<string>([known ? known[1]! : 'catalogue', 'Engine']);
  const before: string[] = [];
  const entries: string[] = [];
  for (const [name, { type }] of Object.entries(contract.inputs)) {
    const chosen = inputs[name];
    if (chosen && 'object' in chosen) {
      names.add('store');
      if (required(type).kind === 'array') names.add('type NdArray');
      entries.push(
        `${name}: (await store.get(${quoted(chosen.object.name || chosen.object.id)}).read()) as ${typeText(type)}`,
      );
    } else if (chosen) entries.push(chosen.variable === name ? name : `${name}: ${chosen.variable}`);
    else if (type.kind === 'dataset') {
      names.add('openScan');
      before.push(`const ${name} = await openScan('scan.h5');`);
      entries.push(name);
    } else if (type.kind === 'file') entries.push(`${name}: { path: 'file' }`);
    else if (type.kind !== 'optional') entries.push(name);
  }
  const outputs = Object.keys(contract.outputs).join(', ');
  const values = Object.entries(params).map(([name, value]) => `${name}: ${literal(value)}`);
  const call = [
    algorithm,
    entries.some(entry => entry.includes('await'))
      ? `{\n    ${entries.join(',\n    ')},\n  }`
      : `{ ${entries.join(', ')} }`,
    ...(values.length > 0 ? [`{ params: { ${values.join(', ')} } }`] : []),
  ];
  const run = `await Engine.local().run(${call.join(', ')});`;
  return [
    importOf([...names].sort((a, b) => bare(a).localeCompare(bare(b)))),
    '',
    ...before,
    `const { ${outputs} } = ${run}`,
  ].join('\n');
}

/** Whether an object may be an input of this type, as far as its description tells. */
export function fitsPort(object: ObjectDescription, type: PortType): boolean {
  const wanted = required(type);
  if (wanted.kind === 'any') return true;
  if (wanted.kind === 'table') return object.kind === 'table';
  if (wanted.kind !== 'array') return false;
  const { dtype, axes, kind } = object;
  if (kind !== 'array' || dtype === undefined) return false;
  return wanted.dtypes.includes(dtype) && (axes ?? []).join() === wanted.axes.join();
}

const required = (type: PortType): PortType => (type.kind === 'optional' ? type.of : type);
const bare = (name: string): string => name.replace(/^type /, '');
const importOf = (names: readonly string[]): string => `import { ${names.join(', ')} } from '@daisy-lab/runtime';`;

function typeOfObject({ kind, dtype, axes }: ObjectDescription): string | undefined {
  if (kind === 'table') return 'Record<string, Float64Array | string[]>';
  return kind === 'array' && dtype && axes ? arrayType([dtype], axes) : undefined;
}

function typeText(type: PortType): string {
  const wanted = required(type);
  if (wanted.kind === 'array') return arrayType(wanted.dtypes, wanted.axes);
  return wanted.kind === 'table' ? 'Record<string, Float64Array | string[]>' : 'never';
}

const arrayType = (dtypes: readonly string[], axes: readonly string[]): string =>
  `NdArray<${dtypes.map(quoted).join(' | ')}, readonly [${axes.map(quoted).join(', ')}]>`;

const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replace(/[\u0000-\u001f\u2028\u2029]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return JSON.stringify(value);
}

const reserved = new Set(
  'await break case catch class const continue default delete do else enum export extends false finally for function if import in instanceof let new null return static store super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** A name that can be a variable: `tooth, hann` becomes `toothHann`. */
export function variableOf(name: string, otherwise: string): string {
  const parts = name.split(/[^\p{L}\p{N}_$]+/u).filter(Boolean);
  const joined = parts.map((part, i) => (i === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join('');
  const word = /^[\p{L}_$]/u.test(joined) ? joined : `${otherwise}${joined}`;
  return reserved.has(word) ? `${word}Value` : word;
}
