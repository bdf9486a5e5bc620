/** The kernel's logo, a daisy: ten petals around a heart. One geometry, drawn as SVG text and as PNG bytes. */
import zlib from 'node:zlib';

const petals = 10;
const size = 64;
/** Lengths in pixels of a 64-pixel logo. */
const petal = { centrePx: 18, lengthPx: 12, widthPx: 6 };
const heartPx = 9;
const colours = { petal: [255, 255, 255], rim: [120, 144, 156], heart: [251, 192, 45] };

const rgb = ([r, g, b]) => `rgb(${r},${g},${b})`;

export function logoSvg() {
  const centre = size / 2;
  const shape = `<ellipse cx="${centre}" cy="${centre - petal.centrePx}" rx="${petal.widthPx}" ry="${petal.lengthPx}"`;
  const turned = Array.from(
    { length: petals },
    (_, k) => `  ${shape} transform="rotate(${(360 / petals) * k} ${centre} ${centre})"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">`,
    ` <g fill="${rgb(colours.petal)}" stroke="${rgb(colours.rim)}" stroke-width="1.5">`,
    ...turned,
    ' </g>',
    ` <circle cx="${centre}" cy="${centre}" r="${heartPx}" fill="${rgb(colours.heart)}"/>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Colour with opacity 0..1 at a point, in units of the 64-pixel logo around its centre. */
function colourAt(x, y) {
  if (Math.hypot(x, y) <= heartPx) return [...colours.heart, 1];
  let rim = false;
  for (let k = petals - 1; k >= 0; k--) {
    const angleRad = (2 * Math.PI * k) / petals;
    const along = x * Math.sin(angleRad) - y * Math.cos(angleRad) - petal.centrePx;
    const across = x * Math.cos(angleRad) + y * Math.sin(angleRad);
    const inside = Math.hypot(along / petal.lengthPx, across / petal.widthPx);
    if (inside <= 0.88) return [...colours.petal, 1];
    rim ||= inside <= 1.1;
  }
  return rim ? [...colours.rim, 1] : [0, 0, 0, 0];
}

/** PNG of the logo, 4 x 4 samples per pixel. */
export function logoPng(widthPx) {
  const samples = 4;
  const rows = [];
  for (let row = 0; row < widthPx; row++) {
    const line = Buffer.alloc(1 + 4 * widthPx);
    for (let column = 0; column < widthPx; column++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < samples * samples; s++) {
        const at = (index, part) => ((index + (part + 0.5) / samples) / widthPx - 0.5) * size;
        const [r, g, b, a] = colourAt(at(column, s % samples), at(row, Math.floor(s / samples)));
        [r * a, g * a, b * a, a].forEach((value, i) => (sum[i] += value));
      }
      const [r, g, b, a] = sum;
      if (a > 0) line.set([r / a, g / a, b / a, (255 * a) / samples ** 2].map(Math.round), 1 + 4 * column);
    }
    rows.push(line);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(widthPx, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', zlib.deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crcOf(body), body.length + 4);
  return frame;
}

/** `zlib.crc32` is younger than the oldest Node that builds. */
function crcOf(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
