/** Sets up, runs the groups in order, and closes with one line that sums them. */
import { parseArgs } from 'node:util';
import { endAllOnSignal } from '../setup/command.mjs';
import { runPhase } from '../setup/phase.mjs';
import { UserError, reportFailure } from '../setup/user-error.mjs';
import { browserPhase } from './browser.mjs';
import { groups } from './checks.mjs';
import { oraclesPhase } from './oracles.mjs';
import { prepare } from './prepare.mjs';

/** @throws {UserError} for a group that does not exist */
export function chooseGroups(only) {
  if (only === undefined) return groups;
  const names = only.split(',').map(name => name.trim());
  const unknown = names.find(name => !groups.some(group => group.name === name));
  if (unknown !== undefined) {
    throw new UserError(
      `--only ${unknown} is no group of tests: choose from ${groups.map(group => group.name).join(', ')}.`,
    );
  }
  return groups.filter(group => names.includes(group.name));
}

const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** @returns {Promise<number>} exit code: 0 all passed, 1 something failed, 2 the set-up was not possible */
export async function runTests(args) {
  endAllOnSignal();
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { only } = parseArgs({ args, options: { only: { type: 'string' } } }).values;
    const chosen = chooseGroups(only);
    await prepare();
    if (chosen.some(group => group.name === 'node')) await runPhase(oraclesPhase());
    if (chosen.some(group => group.name === 'browser')) await runPhase(browserPhase);
    const lines = [];
    for (const { name, title, run } of chosen) {
      console.log(`\n=== ${name}: ${title}`);
      const start = performance.now();
      const counts = await run();
      for (const key of Object.keys(total)) total[key] += counts[key];
      lines.push(
        `${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${name.padEnd(8)} ${closingLine(counts)}`,
      );
    }
    console.log(`\n${lines.join('\n')}`);
    console.log(closingLine(total));
    return total.failed > 0 ? 1 : 0;
  } catch (error) {
    const code = reportFailure(error);
    console.log(closingLine({ ...total, failed: total.failed + 1 }));
    return code;
  }
}
