/** What a phase promises: it runs when something changed, is skipped when nothing did, and never counts as done after a failure. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { countTap } from '../phases/checks.mjs';
import { atLeast } from '../phases/preconditions.mjs';
import { chooseGroups } from '../phases/run-tests.mjs';
import { mustRun } from '../setup/command.mjs';
import { runPhase } from '../setup/phase.mjs';
import { UserError } from '../setup/user-error.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'daisy-phases-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

describe('a phase', () => {
  const input = join(scratch, 'input');
  const output = join(scratch, 'output');
  const runs = [];
  const phase = (run = () => writeFileSync(output, 'made')) => ({
    title: 'Example',
    inputs: [input],
    outputs: [output],
    stampFile: join(scratch, 'stamp'),
    run: () => {
      runs.push('run');
      return run();
    },
  });

  beforeEach(async () => {
    writeFileSync(input, 'first');
    await runPhase(phase());
    runs.length = 0;
  });

  test('is skipped while its inputs are the same, whatever their times', async () => {
    utimesSync(input, new Date(), new Date(Date.now() + 5000));
    await runPhase(phase());
    assert.deepEqual(runs, []);
  });

  test('runs again when an input changed, or an output is gone', async () => {
    writeFileSync(input, 'second');
    await runPhase(phase());
    rmSync(output);
    await runPhase(phase());
    assert.deepEqual(runs, ['run', 'run']);
  });

  test('runs again after it failed', async () => {
    writeFileSync(input, 'third');
    const failing = phase(() => {
      throw new Error('no');
    });
    await assert.rejects(runPhase(failing));
    await runPhase(phase());
    assert.deepEqual(runs, ['run', 'run']);
  });
});

describe('a program that fails', () => {
  const failsWith = text =>
    mustRun('Fetching', process.execPath, ['-e', `console.error(${JSON.stringify(text)}); process.exit(1)`]);
  const saying = pattern => error => error instanceof UserError && pattern.test(error.message);

  test('for lack of a network is told as such', () =>
    assert.rejects(failsWith('npm error code EAI_AGAIN'), saying(/could not be reached: check the network/)));

  test('for lack of room on the disk is told as such', () =>
    assert.rejects(failsWith('OSError: [Errno 28] No space left on device'), saying(/disk is full: free about 3 GB/)));

  test('for another reason is quoted', () =>
    assert.rejects(
      failsWith('a.ts(1,2): error TS2307: no module'),
      saying(/Fetching failed: a\.ts\(1,2\): error TS2307/),
    ));

  test('to exist is named', () =>
    assert.rejects(mustRun('Fetching', 'no-such-program', []), saying(/no-such-program could not be started/)));
});

describe('npm test', () => {
  test('counts what node:test reports, and a crash without a report as one failure', () => {
    const tap = '# tests 6\n# suites 2\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n';
    assert.deepEqual(countTap(tap, 1), { passed: 3, failed: 2, skipped: 1 });
    assert.deepEqual(countTap('', 1), { passed: 0, failed: 1, skipped: 0 });
  });

  test('runs the groups that were asked for, in its own order', () => {
    assert.deepEqual(
      chooseGroups('browser,node').map(group => group.name),
      ['node', 'browser'],
    );
    assert.throws(() => chooseGroups('nodes'), /nodes is no group of tests: choose from lint, types/);
  });

  test('compares versions by numbers', () => {
    assert.ok(atLeast([3, 10, 1], [3, 10]));
    assert.ok(atLeast([20, 19], [20, 19]));
    assert.ok(!atLeast([3, 9, 30], [3, 10]));
  });
});
