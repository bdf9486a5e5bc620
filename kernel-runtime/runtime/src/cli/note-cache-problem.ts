import { cacheProblem } from '../machine/cache-problem.js';

/** Says beside an empty list why it is empty. */
export function noteCacheProblem(): void {
  const problem = cacheProblem();
  if (problem) process.stderr.write(`${problem.sentence}\n`);
}
