import type { Ellipsoid } from './ellipsoid.js';
import { seededRandom, type Random } from './random.js';

/** Lengths below are for a detector of this width; others scale with it. */
const designWidth = 256;
/** Attenuations, 1/pixel at the design width. */
const stone = 0.006;
const shell = 0.009;
const hollow = -0.0135;
const calcite = 0.004;
const pyrite = 0.03;

/**
 * An ammonite in a round stone: a spiral of chambers with walls, some hollow and some filled with mineral; pores, grains of pyrite,
 * cracks and fibres around it. Made of ellipsoids, so its line integrals are exact.
 *
 * @param width detector columns that it should fill well
 */
export function demoPhantom(width = designWidth, seed = 7): readonly Ellipsoid[] {
  const random = seededRandom(seed);
  const body = [
    ...stoneBody(),
    ...chambers(),
    ...grains(random, 46, [0.8, 2.4], pyrite),
    ...grains(random, 90, [1, 3.2], -stone * 0.9),
    ...cracks(random),
    ...fibres(random),
  ];
  return body.map(part => scaled(part, width / designWidth));
}

function ellipsoid(
  part: Partial<Ellipsoid> & Pick<Ellipsoid, 'semiAxesPx' | 'semiHeightPx' | 'attenuation'>,
): Ellipsoid {
  return { xPx: 0, yPx: 0, zPx: 0, tiltRad: 0, ...part };
}

function stoneBody(): Ellipsoid[] {
  return [
    ellipsoid({ semiAxesPx: [106, 98], tiltRad: 0.4, semiHeightPx: 80, attenuation: stone }),
    ellipsoid({ xPx: -30, yPx: 26, semiAxesPx: [62, 58], tiltRad: 1.1, semiHeightPx: 60, attenuation: stone * 0.08 }),
  ];
}

/** Walls and cavities along a logarithmic spiral; walls of neighbours overlap and so make the septa. */
function chambers(): Ellipsoid[] {
  const perTurn = 13;
  const turns = 2.6;
  const growthPerTurn = 1.85;
  const outerPx = 62;
  return Array.from({ length: Math.round(perTurn * turns) }, (_, index) => {
    const turn = index / perTurn;
    const radius = outerPx / growthPerTurn ** turn;
    const angle = -2 * Math.PI * turn + 0.6;
    const place = { xPx: radius * Math.cos(angle), yPx: radius * Math.sin(angle), tiltRad: angle };
    const filled = index % 5 === 3 || index === 0;
    return [
      ellipsoid({
        ...place,
        semiAxesPx: [0.34 * radius, 0.26 * radius],
        semiHeightPx: 0.42 * radius,
        attenuation: shell,
      }),
      ellipsoid({
        ...place,
        semiAxesPx: [0.28 * radius, 0.2 * radius],
        semiHeightPx: 0.36 * radius,
        attenuation: filled ? calcite : hollow,
      }),
    ];
  }).flat();
}

/** Small ellipsoids anywhere in the stone. */
function grains(
  random: Random,
  count: number,
  [smallest, largest]: readonly [number, number],
  attenuation: number,
): Ellipsoid[] {
  return Array.from({ length: count }, () => {
    const size = smallest + (largest - smallest) * random.uniform() ** 3;
    return ellipsoid({
      ...somewhere(random, 90),
      semiAxesPx: [size, size * random.between(0.5, 1)],
      semiHeightPx: size * random.between(0.7, 1.6),
      tiltRad: random.between(0, Math.PI),
      attenuation,
    });
  });
}

/** Thin and tall openings near the rim. */
function cracks(random: Random): Ellipsoid[] {
  return [0.9, 2.7, 4.6].map(angle =>
    ellipsoid({
      xPx: 82 * Math.cos(angle),
      yPx: 78 * Math.sin(angle),
      semiAxesPx: [random.between(18, 26), random.between(0.6, 1)],
      tiltRad: angle + random.between(0.6, 1.2),
      semiHeightPx: random.between(40, 70),
      attenuation: -stone * 0.95,
    }),
  );
}

/** Upright needles: the same dots in many rows. */
function fibres(random: Random): Ellipsoid[] {
  return Array.from({ length: 14 }, () =>
    ellipsoid({
      ...somewhere(random, 86),
      semiAxesPx: [1.3, 1.1],
      semiHeightPx: random.between(14, 40),
      attenuation: calcite * 2,
    }),
  );
}

function somewhere(random: Random, reachPx: number): Pick<Ellipsoid, 'xPx' | 'yPx' | 'zPx'> {
  const angle = random.between(0, 2 * Math.PI);
  const radius = reachPx * Math.sqrt(random.uniform());
  return { xPx: radius * Math.cos(angle), yPx: radius * Math.sin(angle), zPx: random.between(-34, 34) };
}

/** The same object on another detector: line integrals stay the same. */
function scaled(part: Ellipsoid, factor: number): Ellipsoid {
  const [a, b] = part.semiAxesPx;
  return {
    xPx: part.xPx * factor,
    yPx: part.yPx * factor,
    zPx: part.zPx * factor,
    semiAxesPx: [a * factor, b * factor],
    semiHeightPx: part.semiHeightPx * factor,
    tiltRad: part.tiltRad,
    attenuation: part.attenuation / factor,
  };
}
