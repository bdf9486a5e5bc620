/**
 * `npm run lint`: rules (eslint), layout (prettier) and dependency directions (dependency-cruiser), side by side.
 *
 * What each one says is printed as a whole when it has ended; the exit code is 1 when one of them found something.
 */
import './setup/require-node.mjs';
import { endAllOnSignal, runCommand } from './setup/command.mjs';
import { inRoot } from './setup/paths.mjs';

const programs = [
  ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.cjs', 'kernel-runtime', 'apps', 'extension'],
  ],
];

endAllOnSignal();
const codes = await Promise.all(
  programs.map(async ([program, ...args]) => {
    const { code, output } = await runCommand(process.execPath, [inRoot('node_modules', program), ...args]);
    process.stdout.write(output);
    return code;
  }),
);
process.exitCode = codes.some(code => code !== 0) ? 1 : 0;
