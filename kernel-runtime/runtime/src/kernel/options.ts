/** What the kernel process is told when it starts. */
export interface KernelOptions {
  /** Path of the connection file that Jupyter wrote. */
  readonly connectionFile: string;
  readonly engine: EngineName;
  /** `file:` URL of the module that exports `createServices`; the runtime's own when absent. */
  readonly servicesModule: string | undefined;
}

export type EngineName = 'language-service' | 'tslab';

/**
 * Reads `[--engine NAME] [--services MODULE] CONNECTION_FILE`; the environment variable DAISY_ENGINE is the default of `--engine`.
 * @throws Error with one sentence when the line is not of this form.
 */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): KernelOptions {
  const rest: string[] = [];
  let engine = environment['DAISY_ENGINE'] || 'language-service';
  let servicesModule: string | undefined;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--engine') engine = args[++i] ?? '';
    else if (args[i] === '--services') servicesModule = args[++i];
    else rest.push(args[i]!);
  }
  if (engine !== 'language-service' && engine !== 'tslab') {
    throw new Error(`There is no engine "${engine}": choose language-service or tslab (--engine or DAISY_ENGINE).`);
  }
  const connectionFile = rest[0];
  if (rest.length !== 1 || connectionFile === undefined) {
    throw new Error('Usage: main.js [--engine language-service|tslab] [--services MODULE] CONNECTION_FILE');
  }
  return { connectionFile, engine, servicesModule };
}
