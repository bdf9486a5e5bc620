/** The groups of `npm test`, in the order in which they run, and how each one's results are counted. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../setup/command.mjs';
import { environment, inBuild, inRoot, logs } from '../setup/paths.mjs';
import { pythonOf } from './python-environment.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A program that passes or fails as a whole, counted as one. @returns {Promise<Counts>} */
async function single(name, program, args) {
  const { code } = await runCommand(program, args, { log: `${name}.log`, echo: true });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** The Node that the kernel's own launcher would choose in the private environment. */
function kernelNode() {
  const ask = 'from daisy_lab.kernel import find_node; print(find_node()[0])';
  const env = { ...process.env, PYTHONPATH: inRoot('python') };
  return execFileSync(pythonOf(environment), ['-c', ask], { encoding: 'utf8', env }).trim();
}

/** A project of jest, counted test by test; a suite that cannot be loaded counts as a failure. */
async function jest(project, variables = {}) {
  const results = join(logs, `jest-${project}.json`);
  rmSync(results, { force: true });
  const args = ['--experimental-vm-modules', '--no-warnings', inRoot('node_modules/jest/bin/jest.js')];
  const { code } = await runCommand(
    process.execPath,
    [...args, '--selectProjects', project, '--passWithNoTests', '--ci', '--json', '--outputFile', results],
    {
      log: `jest-${project}.log`,
      env: {
        ...process.env,
        ...variables,
        NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
        FORCE_COLOR: '0',
      },
      echo: true,
    },
  );
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(results, 'utf8'));
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Files of node:test, one after the other, because each drives whole processes on two cores. */
async function nodeTest(name, folder) {
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.test.mjs'))
    .sort()
    .map(file => join(folder, file));
  const tap = join(logs, `${name}.tap`);
  rmSync(tap, { force: true });
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${tap}`,
  ];
  const { code } = await runCommand(process.execPath, ['--test', '--test-concurrency=1', ...reporters, ...files], {
    log: `${name}.log`,
    env: { ...process.env, FORCE_COLOR: '0' },
    echo: true,
    graceMs: 10_000,
  });
  const summary = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  return countTap(summary, code);
}

/** Counts of a TAP summary as node:test writes it; without one, or with a bad exit code and no failure, one failure. */
export function countTap(text, code) {
  const number = word => Number(text.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const failed = number('fail') + number('cancelled');
  return {
    passed: number('pass'),
    failed: failed || (code === 0 ? 0 : 1),
    skipped: number('skipped') + number('todo'),
  };
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const typescript = inRoot('node_modules/typescript/bin/tsc');

/** @type {readonly { name: string, title: string, run: () => Promise<Counts> }[]} */
export const groups = [
  {
    name: 'lint',
    title: 'Lint and dependency directions',
    run: () => single('lint', npm, ['run', '--silent', 'lint']),
  },
  {
    name: 'types',
    title: 'Types of the tests',
    run: () => single('types', process.execPath, [typescript, '-p', inRoot('tsconfig.test.json'), '--noEmit']),
  },
  { name: 'node', title: 'Core, compute, techniques, kernel', run: () => jest('node', { DAISY_NODE: kernelNode() }) },
  { name: 'dom', title: 'Screens', run: () => jest('dom') },
  { name: 'python', title: 'Start, wheel, image, notebooks', run: () => nodeTest('python', inRoot('scripts/checks')) },
  {
    name: 'browser',
    title: 'Real JupyterLab, real browser',
    run: () => nodeTest('browser', inRoot('extension/ui-tests')),
  },
];

/** Where the browser tests leave their pictures. */
export const screenshots = inBuild('screenshots');
