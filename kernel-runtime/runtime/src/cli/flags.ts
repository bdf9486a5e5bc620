import {
  DaisyError,
  flagName,
  type AnyAlgorithm,
  type JsonSchema,
  type Param,
  type PortType,
  type Params,
  type Ports,
} from '@daisy-lab/core';
import { arrayOutputs } from '../jobs/file-run.js';

/** What the words after `daisy run <id>` say. */
export interface RunArguments {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly overwrite: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

const switches = ['overwrite', 'quiet', 'json'] as const;

/**
 * Reads the flags that the contract of an algorithm allows: `--scan f.h5 --filter hann --out v.h5`, also as `--filter=hann`.
 * @throws DaisyError `Input` for a flag that does not exist, a missing value or one of the wrong type.
 */
export function readFlags(algorithm: AnyAlgorithm, args: readonly string[]): RunArguments {
  const set = new Set<string>();
  const inputs: Record<string, unknown> = {};
  const params: Record<string, unknown> = {};
  const outputs: Record<string, string> = {};
  for (const [flag, value] of pairs(algorithm, args)) {
    const input = nameFor(algorithm.inputs as Ports, flag);
    const param = nameFor(algorithm.params as Params, flag);
    if ((switches as readonly string[]).includes(flag)) set.add(flag);
    else if (flag === 'out') outputs[mainOutput(algorithm)] = value;
    else if (flag.startsWith('out.')) outputs[flag.slice('out.'.length)] = value;
    else if (input !== undefined) inputs[input] = inputValue(algorithm, input, value);
    else if (param !== undefined) params[param] = paramValue(flag, (algorithm.params as Params)[param]!, value);
    else throw unknownFlag(algorithm, flag);
  }
  return { inputs, params, outputs, overwrite: set.has('overwrite'), quiet: set.has('quiet'), json: set.has('json') };
}

/**
 * The value of a flag that is not of the contract, and the other words.
 * @throws DaisyError `Input` when it has none
 */
export function takeFlag(
  args: readonly string[],
  name: string,
): { value: string | undefined; words: readonly string[] } {
  const at = args.findIndex(word => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return { value: undefined, words: args };
  const isInline = args[at] !== `--${name}`;
  const value = isInline ? args[at]!.slice(`--${name}=`.length) : args[at + 1];
  if (!value) throw new DaisyError('Input', { message: `--${name} needs a value.` });
  return { value, words: [...args.slice(0, at), ...args.slice(at + (isInline ? 1 : 2))] };
}

/** Flags with their values, in order; switches have an empty one. */
function pairs(algorithm: AnyAlgorithm, args: readonly string[]): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (let at = 0; at < args.length; at++) {
    const [, flag, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(args[at]!) ?? [];
    if (flag === undefined)
      throw new DaisyError('Input', {
        message: `"${args[at]}" is not a flag.`,
        action: 'Flags begin with two dashes.',
      });
    const isSwitch = (switches as readonly string[]).includes(flag) || isBoolean(algorithm, flag);
    const given = inline ?? (isSwitch ? '' : args[++at]);
    if (given === undefined) throw new DaisyError('Input', { message: `--${flag} needs a value.` });
    found.push([flag, given]);
  }
  return found;
}

function isBoolean(algorithm: AnyAlgorithm, flag: string): boolean {
  const name = nameFor(algorithm.params as Params, flag);
  return name !== undefined && (algorithm.params as Params)[name]!.schema.type === 'boolean';
}

function nameFor(record: Readonly<Record<string, unknown>>, flag: string): string | undefined {
  return Object.keys(record).find(name => name === flag || flagName(name) === flag);
}

function mainOutput(algorithm: AnyAlgorithm): string {
  const [main] = arrayOutputs(algorithm);
  if (main !== undefined) return main;
  throw new DaisyError('Input', { message: `${algorithm.id} has no array among its outputs that could be written.` });
}

function inputValue(algorithm: AnyAlgorithm, name: string, text: string): unknown {
  return valueFor(algorithm, name, (algorithm.inputs as Ports)[name]!.type, text);
}

/** Entries of a list stand behind commas. */
function valueFor(algorithm: AnyAlgorithm, name: string, type: PortType, text: string): unknown {
  if (type.kind === 'optional') return valueFor(algorithm, name, type.of, text);
  if (type.kind === 'list') return text.split(',').map(part => valueFor(algorithm, name, type.of, part));
  if (type.kind === 'boolean') return booleanOf(name, text);
  const { kind } = type;
  if (kind === 'number' || kind === 'integer') return numberOf(name, text);
  if (kind === 'dataset' || kind === 'file' || kind === 'string') return text;
  throw new DaisyError('Input', {
    message: `The input "${name}" of ${algorithm.id} is not a file, so it cannot be given on the command line.`,
    action: 'Run a workflow that starts from files, or use a notebook.',
  });
}

function paramValue(flag: string, param: Param<unknown>, text: string): unknown {
  const { type, items } = param.schema;
  if (type === 'boolean') return booleanOf(flag, text);
  if (type === 'array') return text.split(',').map(part => scalarOf(flag, items ?? {}, part));
  return scalarOf(flag, param.schema, text);
}

function scalarOf(flag: string, { type }: JsonSchema, text: string): unknown {
  return type === 'number' || type === 'integer' ? numberOf(flag, text) : text;
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new DaisyError('Input', { message: `--${flag} needs a number, not "${text}".` });
}

function booleanOf(flag: string, text: string): boolean {
  if (['', 'true', 'yes'].includes(text)) return true;
  if (['false', 'no'].includes(text)) return false;
  throw new DaisyError('Input', { message: `--${flag} is true or false, not "${text}".` });
}

function unknownFlag(algorithm: AnyAlgorithm, flag: string): DaisyError {
  const names = [...Object.keys(algorithm.inputs), ...Object.keys(algorithm.params), 'out', ...switches];
  return new DaisyError('Input', {
    message: `${algorithm.id} has no flag --${flag}.`,
    action: `It takes ${names.map(name => `--${flagName(name)}`).join(', ')}.`,
  });
}
