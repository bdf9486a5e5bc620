import type { JSX } from 'react';
import type { ScanDescription } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { bytesText } from '../../kit/run/bytes-text.js';

const bytesOf: Readonly<Record<string, number>> = { uint8: 1, int8: 1, uint16: 2, int16: 2, float64: 8 };
const float32Bytes = 4;

/** Size of the scan and of its volume; energy and pixel size where they are known. */
export function ScanFacts({ description }: { readonly description: ScanDescription }): JSX.Element {
  const trans = useTranslate();
  const { projections, angleCount, rows, columns, energyEv, pixelSizeUm } = description;
  const raw = angleCount * rows * columns * (bytesOf[projections.dtype] ?? float32Bytes);
  const facts = [
    [trans.__('Projections in memory'), bytesText(raw)],
    [trans.__('Volume on disk'), bytesText(rows * columns * columns * float32Bytes)],
    ...(energyEv === undefined ? [] : [[trans.__('Energy'), `${(energyEv / 1000).toFixed(2)} keV`]]),
    ...(pixelSizeUm === undefined ? [] : [[trans.__('Pixel size'), `${Number(pixelSizeUm.toPrecision(4))} µm`]]),
  ];
  return (
    <table className="daisy-Table" data-testid="ct-facts">
      <tbody>
        {facts.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
