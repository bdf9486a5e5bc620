import { closePool } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { findAlgorithm } from '../jobs/find-algorithm.js';
import { verify, type VerifiedBody } from '../verify/verify.js';
import { readFlags } from './flags.js';

const words: { readonly [S in VerifiedBody['state']]: string } = {
  reference: 'reference',
  agrees: 'agrees',
  disagrees: 'DISAGREES',
  failed: 'FAILED',
  unavailable: 'not here',
};

/** `daisy verify <id> [--<input> FILE ...] [--<parameter> VALUE ...]`. Exit code 1 when a body disagrees or fails. */
export async function verifyCommand([id, ...args]: readonly string[]): Promise<number> {
  if (id === undefined) {
    throw new DaisyError('Input', { message: 'daisy verify needs an id.', action: 'See daisy list.' });
  }
  const algorithm = findAlgorithm(id);
  const { inputs, params, json } = readFlags(algorithm, args);
  const given = Object.keys(inputs).length > 0 ? inputs : undefined;
  const found = await verify(algorithm, given as never, { params });
  await closePool();
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : table(found.bodies));
  return found.agrees ? 0 : 1;
}

function table(bodies: readonly VerifiedBody[]): string {
  const rows = bodies.map(({ implementation, state, difference, tolerance, milliseconds, reason }) => [
    implementation,
    words[state],
    difference === null ? '-' : difference.toExponential(1),
    state === 'reference' ? '-' : String(tolerance),
    milliseconds === null ? '-' : `${milliseconds.toFixed(1)} ms`,
    reason,
  ]);
  const lines = [['body', 'result', 'difference', 'tolerance', 'time', ''], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  return lines
    .map(
      line =>
        `${line
          .map((text, column) => text.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
