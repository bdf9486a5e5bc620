import { logLevels, type LogLevel } from './log.js';

/** What the kernel process is told when it starts. */
export interface KernelOptions {
  /** Path of the connection file that Jupyter wrote. */
  readonly connectionFile: string;
  readonly engine: EngineName;
  /** `file:` URL of the module that exports `createServices`; the runtime's own when absent. */
  readonly servicesModule: string | undefined;
  /** Lines that are lighter are not written to stderr. */
  readonly logLevel: LogLevel;
  /** False: what was run is remembered until the kernel ends, and not written down. */
  readonly keepHistory: boolean;
}

export type EngineName = 'language-service' | 'tslab';

type Environment = Readonly<Record<string, string | undefined>>;

const usage =
  'Usage: main.js [--engine language-service|tslab] [--log-level error|warn|info|debug] [--no-history] [--services MODULE] CONNECTION_FILE';

/**
 * Reads the command line, see `usage`. The environment gives the defaults: DAISY_ENGINE, DAISY_LOG_LEVEL, and DAISY_HISTORY=off.
 * @throws Error with one sentence when the line is not of this form.
 */
export function parseOptions(args: readonly string[], environment: Environment): KernelOptions {
  const rest: string[] = [];
  let engine = environment['DAISY_ENGINE'] || 'language-service';
  let logLevel = environment['DAISY_LOG_LEVEL'] || 'warn';
  let keepHistory = environment['DAISY_HISTORY'] !== 'off';
  let servicesModule: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--engine') engine = args[++i] ?? '';
    else if (arg === '--services') servicesModule = args[++i];
    else if (arg === '--log-level') logLevel = args[++i] ?? '';
    else if (arg === '--no-history') keepHistory = false;
    else if (arg.startsWith('-')) throw new Error(`There is no option ${arg}. ${usage}`);
    else rest.push(arg);
  }
  if (engine !== 'language-service' && engine !== 'tslab') {
    throw new Error(`There is no engine "${engine}": choose language-service or tslab (--engine or DAISY_ENGINE).`);
  }
  if (!isLogLevel(logLevel)) {
    throw new Error(
      `There is no log level "${logLevel}": choose ${logLevels.join(', ')} (--log-level or DAISY_LOG_LEVEL).`,
    );
  }
  const connectionFile = rest[0];
  if (rest.length !== 1 || connectionFile === undefined) throw new Error(usage);
  return { connectionFile, engine, servicesModule, logLevel, keepHistory };
}

function isLogLevel(name: string): name is LogLevel {
  return (logLevels as readonly string[]).includes(name);
}
