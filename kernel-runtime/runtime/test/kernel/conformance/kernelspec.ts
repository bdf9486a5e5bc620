import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a kernel is started. `{connection_file}` and `{resource_dir}` in argv are replaced, as Jupyter does. */
export interface Kernelspec {
  readonly name: string;
  readonly language: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly resources?: string;
}

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

/** The Node that runs kernels in tests: DAISY_NODE, or the one that runs the tests. */
export const node: string = process.env['DAISY_NODE'] ?? process.execPath;

/** Flags that the launcher gives to Node. */
export const nodeFlags = ['--no-force-async-hooks-checks', '--disable-warning=ExperimentalWarning'];

export const daisy: Kernelspec = {
  name: 'daisy-typescript',
  language: 'typescript',
  argv: [node, ...nodeFlags, join(repository, 'kernel-runtime/runtime/lib/kernel/main.js'), '{connection_file}'],
};

/** A Python with Jupyter: DAISY_PYTHON, or that of the private environment. */
export function python(): string | undefined {
  const programs = [
    process.env['DAISY_PYTHON'],
    join(repository, '.venv/bin/python'),
    join(repository, '.venv/Scripts/python.exe'),
  ];
  return programs.find(program => program !== undefined && existsSync(program));
}

/** The kernel that the suite itself is checked against; undefined, and said so, where there is no Python for it. */
export function ipykernel(): Kernelspec | undefined {
  const program = python();
  if (program === undefined) {
    console.log(
      'No Python environment: the suite is not checked against ipykernel. Set DAISY_PYTHON, or run npm test.',
    );
    return undefined;
  }
  const argv = [program, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
  return { name: 'ipykernel', language: 'python', argv };
}

/** A kernelspec folder, or the kernel.json in it. */
export function readKernelspec(path: string): Kernelspec {
  const file = path.endsWith('.json') ? path : join(path, 'kernel.json');
  const { display_name, language, argv, env } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly display_name: string;
    readonly language: string;
    readonly argv: readonly string[];
    readonly env?: Record<string, string>;
  };
  const program = argv[0] === 'python' || argv[0] === 'python3' ? (python() ?? argv[0]) : argv[0]!;
  const replaced = [program, ...argv.slice(1)];
  return { name: display_name, language, argv: replaced, resources: dirname(file), ...(env ? { env } : {}) };
}

/** Environment of a kernel in a test: nothing is read from or written to the user's own folders. */
export function isolated(folder: string, { env = {} }: Kernelspec): NodeJS.ProcessEnv {
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  return {
    ...process.env,
    NODE_OPTIONS: '',
    DAISY_HISTORY: '',
    DAISY_STATE_DIR: state,
    IPYTHONDIR: state,
    PYTHONPATH: [join(repository, 'python'), process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
    ...env,
  };
}
