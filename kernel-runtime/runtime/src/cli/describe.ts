import {
  contractSchema,
  DaisyError,
  describe,
  flagName,
  nameOf,
  type AnyAlgorithm,
  type JsonSchema,
  type Params,
  type Ports,
} from '@daisy-lab/core';
import { referencePage } from '../documents/reference-page.js';
import { arrayOutputs } from '../jobs/file-run.js';
import { findAlgorithm } from '../jobs/find-algorithm.js';

/** `daisy describe <id> [--markdown | --schema]` */
export function describeCommand([id, ...args]: readonly string[]): number {
  if (id === undefined)
    throw new DaisyError('Input', { message: 'daisy describe needs an id.', action: 'See daisy list.' });
  const algorithm = findAlgorithm(id);
  if (args.includes('--markdown')) process.stdout.write(referencePage(algorithm));
  else if (args.includes('--schema')) {
    process.stdout.write(`${JSON.stringify(contractSchema(describe(algorithm)), null, 2)}\n`);
  } else process.stdout.write(helpText(algorithm));
  return 0;
}

/** Help about an algorithm, made from its contract. */
export function helpText(algorithm: AnyAlgorithm): string {
  const main = arrayOutputs(algorithm)[0];
  const params = Object.entries(algorithm.params as Params).map(([name, { schema }]) => [
    `--${flagName(name)} ${placeholder(schema)}`,
    paramText(schema),
  ]);
  const inputs = Object.entries(algorithm.inputs as Ports).map(([name, { type, title }]) => [
    `--${flagName(name)} FILE`,
    title ?? nameOf(type),
  ]);
  const outputs = Object.entries(algorithm.outputs as Ports).map(([name, { type }]) => [
    name === main ? '--out FILE' : type.kind === 'array' ? `--out.${name} FILE` : name,
    `${name}: ${nameOf(type)}${'unit' in type && type.unit ? ` in ${type.unit}` : ''}`,
  ]);
  const steps = (algorithm.graph?.nodes ?? []).map(node => [
    node.name,
    `${node.algorithm.title} (${node.algorithm.id})`,
  ]);
  return [
    `${algorithm.id} ${algorithm.version}: ${algorithm.title}\n`,
    algorithm.help && `\n${algorithm.help}\n`,
    section('Inputs', inputs),
    section('Parameters', params),
    section('Outputs', outputs),
    section('Steps', steps),
    section(
      'Implementations',
      [...algorithm.implementations.keys()].map(name => [name, '']),
    ),
  ].join('');
}

function section(title: string, lines: readonly (readonly string[])[]): string {
  if (lines.length === 0) return '';
  const width = Math.max(...lines.map(([left]) => left!.length));
  return `\n${title}\n${lines.map(([left, right]) => `  ${left!.padEnd(width)}  ${right}`.trimEnd()).join('\n')}\n`;
}

function placeholder(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.join('|');
  return schema.type === 'boolean' ? '' : (schema.unit ?? schema.type ?? 'value').toUpperCase();
}

function paramText(schema: JsonSchema): string {
  const limits = [
    schema.minimum === undefined ? '' : `from ${schema.minimum}`,
    schema.maximum === undefined ? '' : `to ${schema.maximum}`,
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(text => text !== '');
  const text = [schema.title, schema.description].filter(Boolean).join(': ');
  return limits.length > 0 ? `${text} [${limits.join(' ')}]` : text;
}
