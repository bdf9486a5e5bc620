/** A phase: a titled piece of work that is skipped while its inputs and outputs are as it left them, and reported with its time. */
import { existsSync } from 'node:fs';
import { fingerprint, stampOf } from './fingerprint.mjs';

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8);
const report = (since, title, remark) => console.log(`${seconds(since)}  ${title}${remark ? `: ${remark}` : ''}`);

/**
 * @typedef {object} Phase
 * @property {string} title what the user reads
 * @property {() => Promise<string | void> | string | void} run does the work; what it returns is shown as a remark
 * @property {readonly string[]} [inputs] files and folders that decide the outcome; without them the phase always runs
 * @property {readonly string[]} [facts] further text that decides the outcome
 * @property {readonly string[]} [outputs] files that must exist for the phase to count as done
 * @property {string} [stampFile] where its fingerprint is kept, when not under build/stamps
 */

/** Runs one phase and prints its line. @param {Phase} phase */
export async function runPhase({ title, run, inputs, facts, outputs = [], stampFile }) {
  const start = performance.now();
  if (!inputs) {
    report(start, title, await run());
    return;
  }
  const stamp = stampOf(title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), stampFile);
  const before = fingerprint(inputs, facts);
  if (stamp.matches(before) && outputs.every(path => existsSync(path))) {
    report(start, title, 'unchanged, skipped');
    return;
  }
  stamp.clear();
  const remark = await run();
  stamp.write(before);
  report(start, title, remark);
}

/** Runs phases one after the other. @param {readonly Phase[]} phases */
export async function runPhases(phases) {
  for (const phase of phases) await runPhase(phase);
}
