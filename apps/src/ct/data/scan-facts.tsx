import type { JSX } from 'react';
import type { ScanDescription } from '@daisy-lab/core';
import { FactList } from '../../kit/fact-list.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { bytesText } from '../../kit/run/bytes-text.js';

const bytesOf: Readonly<Record<string, number>> = { uint8: 1, int8: 1, uint16: 2, int16: 2, float64: 8 };
const float32Bytes = 4;

/** Size of the scan and of its volume; energy and pixel size where they are known. */
export function ScanFacts({ description }: { readonly description: ScanDescription }): JSX.Element {
  const trans = useTranslate();
  const { projections, angleCount, rows, columns, energyEv, pixelSizeUm } = description;
  const raw = angleCount * rows * columns * (bytesOf[projections.dtype] ?? float32Bytes);
  return (
    <FactList
      testId="ct-facts"
      facts={[
        [trans.__('Projections in memory'), bytesText(raw)],
        [trans.__('Volume on disk'), bytesText(rows * columns * columns * float32Bytes)],
        [trans.__('Energy'), energyEv && `${(energyEv / 1000).toFixed(2)} keV`],
        [trans.__('Pixel size'), pixelSizeUm && `${Number(pixelSizeUm.toPrecision(4))} µm`],
      ]}
    />
  );
}
