import { algorithm, p, port, scaledUnits } from '@daisy-lab/core';

/**
 * A number in another unit: `value · (from in to)`. Lengths (m, cm, mm, um, nm, angstrom), energies (eV, keV, MeV), angles (rad, mrad,
 * deg) and times (s, ms, us, min, h) are converted among themselves.
 *
 * @throws DaisyError `Input` when the two units do not measure the same
 */
export const convertNumber = algorithm('convert.number', {
  version: '1.0.0',
  title: 'Convert a number',
  help: 'Gives a number in another unit: lengths, energies, angles and times, each among themselves.',
  cheap: true,
  inputs: { value: port.number() },
  params: {
    from: p.choice(scaledUnits, { default: 'deg', title: 'From', help: 'Unit of the number.' }),
    to: p.choice(scaledUnits, { default: 'rad', title: 'To', help: 'Unit of the result.' }),
  },
  outputs: { converted: port.number() },
});
