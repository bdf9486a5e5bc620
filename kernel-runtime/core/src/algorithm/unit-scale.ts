/** Units that differ by a factor alone, each in the first of its row. */
const rows: readonly Readonly<Record<string, number>>[] = [
  { m: 1, cm: 1e-2, mm: 1e-3, um: 1e-6, nm: 1e-9, angstrom: 1e-10 },
  { eV: 1, keV: 1e3, MeV: 1e6 },
  { rad: 1, mrad: 1e-3, deg: Math.PI / 180 },
  { s: 1, ms: 1e-3, us: 1e-6, min: 60, h: 3600 },
];

/** All units that `unitScale` knows. */
export const scaledUnits: readonly string[] = rows.flatMap(row => Object.keys(row));

/** What a value in `from` is multiplied by to be one in `to`; null when they do not measure the same, or one is not known. */
export function unitScale(from: string, to: string): number | null {
  if (from === to) return 1;
  const row = rows.find(units => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  return row ? row[from]! / row[to]! : null;
}
