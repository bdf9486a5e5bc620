import { DaisyError, unitScale } from '@daisy-lab/core';

/** The factor between two units. @throws DaisyError `Input` when there is none */
export function factorOf(from: string, to: string): number {
  const factor = unitScale(from, to);
  if (factor !== null) return factor;
  throw new DaisyError('Input', {
    message: `A value in ${from} cannot be given in ${to}.`,
    action: 'Choose two lengths, two energies, two angles or two times.',
  });
}
