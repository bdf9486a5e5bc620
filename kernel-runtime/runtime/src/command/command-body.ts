import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import {
  DaisyError,
  type Algorithm,
  type AnyAlgorithm,
  type Implementation,
  type Needs,
  type Params,
  type Ports,
  type RunContext,
  type Values,
} from '@daisy-lab/core';
import { pythonProgram } from '../machine/python.js';
import { checkArguments, fillArguments, travelsAsFile, type AnyArgument, type Places } from './arguments.js';
import type { CommandSpec, FactArgument } from './command-spec.js';
import { bytesOfInputs, Exchange, type Route } from './exchange.js';
import { jsonOf } from './formats/json.js';
import { runProcess, type ProcessRequest } from './run-process.js';

/**
 * A program as a body of `algorithm`: any executable, or a Python module. Inputs and outputs travel as files in a folder of their own
 * or through standard input and output, arguments as a list that no shell ever reads. Standard error becomes the log of the run and,
 * when the program fails, the end of the error. A cancelled run ends the program and everything that it started.
 *
 * The body needs the program (or the Python module); where it is missing the engine takes another one and says why.
 * @throws DaisyError `Input` when the arguments name something that the contract does not have, or an output is never delivered.
 */
export function commandBody<I extends Ports, O extends Ports, P extends Params>(
  algorithm: Algorithm<I, O, P>,
  spec: CommandSpec<I, O, P>,
): Implementation<I, O, P> {
  checkArguments(algorithm.id, spec.argv, algorithm);
  const routes = routesOf(algorithm, spec as AnySpec);
  checkOutputs(algorithm, routes.outputs, spec as AnySpec);
  const { cost, memory, resultClass, tolerance } = spec;
  const traits = Object.entries({ cost, memory, resultClass, tolerance }).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(traits),
    needs: { ...needsOf(spec as AnySpec), ...spec.needs },
    run: context => runCommand(algorithm, spec as AnySpec, routes, context as AnyContext) as Promise<Values<O>>,
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the command of any contract
type AnySpec = CommandSpec<any, any, any>;
type AnyContext = RunContext<Ports, Params>;
type ValueRecord = Readonly<Record<string, unknown>>;

interface Routes {
  /** Inputs that become files before the program starts. */
  readonly inputs: ReadonlyMap<string, Route>;
  /** Outputs that are read from files after it has ended. */
  readonly outputs: ReadonlyMap<string, Route>;
}

/** 1 write the inputs -> 2 run the program -> 3 read the outputs. */
async function runCommand(
  algorithm: AnyAlgorithm,
  spec: AnySpec,
  routes: Routes,
  context: AnyContext,
): Promise<ValueRecord> {
  const inputs = context.inputs as ValueRecord;
  const given = [...routes.inputs].filter(([name]) => inputs[name] !== undefined);
  const names = given.map(([name]) => name);
  const exchange = new Exchange(bytesOfInputs(algorithm.inputs, inputs, names), context.signal);
  try {
    for (const [name, route] of given) await exchange.give(name, algorithm.inputs[name], inputs[name], route);
    const stdout = await runProcess(await requestOf(algorithm, spec, routes, context, exchange));
    return await takeOutputs(algorithm, spec, routes, context, exchange, stdout);
  } finally {
    await exchange.remove();
  }
}

async function requestOf(
  algorithm: AnyAlgorithm,
  spec: AnySpec,
  routes: Routes,
  { inputs, params, threads, signal, log, progress }: AnyContext,
  exchange: Exchange,
): Promise<ProcessRequest> {
  const path = (side: 'input' | 'output', name: string): string =>
    side === 'input'
      ? exchange.path(side, name, algorithm.inputs[name].type, routes.inputs.get(name) ?? {})
      : exchange.path(side, name, algorithm.outputs[name].type, routes.outputs.get(name) ?? {});
  const values = { inputs: inputs as ValueRecord, params: params as ValueRecord };
  const facts = { threads: String(threads), folder: exchange.folder, job: '', python: '' };
  if (asksFor(spec, 'python') || spec.python !== undefined) facts.python = pythonProgram();
  if (asksFor(spec, 'job')) {
    const job = jsonOf({ ...jobOf(algorithm, routes, values, path), threads, folder: exchange.folder });
    facts.job = await exchange.give('job', { type: { kind: 'any' } }, job, { name: 'job.json' });
  }
  const places: Places = { ...values, facts, path };
  const { cwd = exchange.folder, stdin, exitCodes = [0], timeoutMs } = spec;
  if (!existsSync(cwd)) throw new DaisyError('File', { message: `There is no folder ${cwd} to start the program in.` });
  return {
    argv: [
      ...(spec.python === undefined ? [] : [facts.python, '-m', spec.python]),
      ...fillArguments(spec.argv, algorithm, places),
    ],
    cwd,
    env: { ...threadVariables(threads), ...spec.env },
    stdin:
      stdin === undefined ? null : typeof stdin === 'string' ? { text: stdin } : { path: path('input', stdin.input) },
    keepStdout: spec.stdout !== undefined,
    exitCodes,
    timeoutMs,
    signal,
    onLine: line => {
      log(line);
      const percent = Number(spec.progress?.exec(line)?.[1]);
      if (Number.isFinite(percent)) progress(percent / 100);
    },
  };
}

async function takeOutputs(
  algorithm: AnyAlgorithm,
  spec: AnySpec,
  routes: Routes,
  { inputs, params }: AnyContext,
  exchange: Exchange,
  stdout: Uint8Array,
): Promise<ValueRecord> {
  const filesTo = spec.filesTo?.(inputs, params);
  const outputs: Record<string, unknown> = {};
  for (const [name, route] of routes.outputs) {
    const port = algorithm.outputs[name];
    if (spec.stdout?.output === name) await exchange.put(name, port, route, stdout);
    const value = await exchange.take(name, port, route, filesTo);
    if (value !== undefined) outputs[name] = value;
  }
  return outputs;
}

/** The job as data, for programs that read it from a JSON file. */
function jobOf(
  { inputs: inputPorts, outputs: outputPorts, id }: AnyAlgorithm,
  routes: Routes,
  { inputs, params }: { readonly inputs: ValueRecord; readonly params: ValueRecord },
  path: (side: 'input' | 'output', name: string) => string,
): ValueRecord {
  const given = Object.keys(inputPorts).filter(name => inputs[name] !== undefined);
  const place = (side: 'input' | 'output', name: string) => ({
    path: path(side, name),
    file: basename(path(side, name)),
  });
  return {
    algorithm: id,
    params,
    inputs: Object.fromEntries(
      given.map(name => [name, routes.inputs.has(name) ? place('input', name) : { value: inputs[name] }]),
    ),
    outputs: Object.fromEntries(Object.keys(outputPorts).map(name => [name, place('output', name)])),
  };
}

function asksFor({ argv }: AnySpec, fact: FactArgument['fact']): boolean {
  return (argv as readonly AnyArgument[]).some(
    argument => typeof argument === 'object' && 'fact' in argument && argument.fact === fact,
  );
}

/** Libraries of numbers take all cores unless they are told. */
function threadVariables(threads: number): Readonly<Record<string, string>> {
  const names = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMBA_NUM_THREADS'];
  return Object.fromEntries(names.filter(name => !process.env[name]).map(name => [name, String(threads)]));
}

function needsOf({ argv, python }: AnySpec): Needs {
  if (python !== undefined) return { package: python.split('.')[0]! };
  const [program] = argv as readonly AnyArgument[];
  if (typeof program !== 'string') return {};
  return /[\\/]/.test(program) ? { file: program } : { command: program };
}

function routesOf({ inputs, outputs }: AnyAlgorithm, spec: AnySpec): Routes {
  const places = (spec.argv as readonly AnyArgument[]).filter(argument => typeof argument === 'object');
  const { stdin, stdout, files = {} } = spec;
  const giving = new Map<string, Route>();
  const taking = new Map<string, Route>();
  const giveIfFile = (name: string, route: Route): void => {
    if (travelsAsFile(inputs[name], route)) giving.set(name, route);
  };
  if (asksFor(spec, 'job')) {
    for (const name of Object.keys(inputs)) giveIfFile(name, {});
    for (const name of Object.keys(outputs)) taking.set(name, {});
  }
  for (const place of places) {
    if ('input' in place) giveIfFile(place.input, place);
    if ('output' in place) taking.set(place.output, place);
  }
  if (typeof stdin === 'object') giving.set(stdin.input, stdin);
  if (stdout) taking.set(stdout.output, stdout);
  for (const [name, route] of Object.entries(files.inputs ?? {})) giving.set(name, route as Route);
  for (const [name, route] of Object.entries(files.outputs ?? {})) taking.set(name, route as Route);
  return { inputs: giving, outputs: taking };
}

function checkOutputs(algorithm: AnyAlgorithm, taking: ReadonlyMap<string, Route>, { filesTo }: AnySpec): void {
  for (const [name, { type }] of Object.entries(algorithm.outputs as Ports)) {
    if (!taking.has(name) && type.kind !== 'optional') {
      throw new DaisyError('Input', {
        message: `The command for ${algorithm.id} never delivers its output "${name}".`,
        action: `Add { output: '${name}' } to the arguments, or name it as stdout or in files.`,
      });
    }
    if (taking.has(name) && type.kind === 'file' && !filesTo) {
      throw new DaisyError('Input', {
        message: `The command for ${algorithm.id} gives a file, but does not say where it is to be kept.`,
        action: 'Add filesTo.',
      });
    }
  }
}
