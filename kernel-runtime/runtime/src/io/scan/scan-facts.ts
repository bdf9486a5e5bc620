import type { DataSource } from '../data-source.js';

const energyUnits: Readonly<Record<string, number>> = { ev: 1, kev: 1e3, mev: 1e6 };
const lengthUnits: Readonly<Record<string, number>> = {
  nm: 1e-3,
  um: 1,
  µm: 1,
  μm: 1,
  micron: 1,
  microns: 1,
  mm: 1e3,
  cm: 1e4,
  m: 1e6,
};

/** Photon energy in eV from the first of these datasets; without a unit, small numbers are keV. */
export function energyEv(source: DataSource, candidates: readonly string[]): number | undefined {
  return quantity(source, candidates, energyUnits, value => (value < 1000 ? value * 1000 : value));
}

/** Pixel size in micrometres from the first of these datasets; without a unit, numbers below 1e-3 are metres. */
export function pixelSizeUm(source: DataSource, candidates: readonly string[]): number | undefined {
  return quantity(source, candidates, lengthUnits, value => (value < 1e-3 ? value * 1e6 : value));
}

function quantity(
  source: DataSource,
  candidates: readonly string[],
  units: Readonly<Record<string, number>>,
  guess: (value: number) => number,
): number | undefined {
  for (const path of candidates) {
    const value = source.readScalar(path);
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) continue;
    const unit = source.describe(path)?.attributes['units'];
    const factor = typeof unit === 'string' ? units[unit.trim().toLowerCase()] : undefined;
    return factor === undefined ? guess(value) : value * factor;
  }
  return undefined;
}
