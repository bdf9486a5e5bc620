import type { JSX, RefObject } from 'react';
import { DaisyError, recordOf, type Dtype, type ErrorRecord, type KernelLink, type TypedArray } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import type { Samples } from '../kit/image-view/image-source.js';
import { ViewerSource } from '../kit/image-view/viewer-source.js';
import { csvText } from './export/csv.js';
import { curveSvg, type DrawnCurves } from '../kit/curves/curve-svg.js';
import { npyFile } from './export/npy.js';
import { exportName, saveAs, savePicture } from '../kit/curves/save-as.js';
import { tiffFile } from './export/tiff.js';
import type { Hdf5Model } from './model/hdf5-model.js';
import type { Hdf5View } from './model/hdf5-view.js';

interface ExportProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  readonly link: KernelLink;
  /** Where the shown picture is. */
  readonly centre: RefObject<HTMLElement | null>;
  /** Null when saving has begun. */
  onFailure(error: ErrorRecord | null): void;
}

/** What is shown, as a file of its own: the picture, the curve, the values. */
export function ExportMenu({ model, view, link, centre, onFailure }: ExportProps): JSX.Element | null {
  const trans = useTranslate();
  const { described, view: kind, state, image } = view;
  if (!described || !kind || described.dtype === null) return null;
  const name = (extension: string): string => exportName(state.file ?? '', described.path, extension);
  const curves = curvesOf(view, trans.__('Index'));
  const savers: Readonly<Record<string, () => void | Promise<void>>> = {
    png: () => {
      const canvas = centre.current?.querySelector<HTMLCanvasElement>('.daisy-ImageView-stage canvas, .uplot canvas');
      if (canvas) savePicture(name('.png'), canvas);
    },
    tiff: async () => {
      const shown = image.projection ?? image.viewer;
      if (!shown) return;
      const pixels = await pixelsOf(new ViewerSource(link, shown), image.projection ? 0 : model.frame);
      saveAs(name('.tif'), bytesBlob(tiffFile(shown.width, shown.height, pixels)));
    },
    svg: () => {
      if (curves) saveAs(name('.svg'), new Blob([curveSvg(curves)], { type: 'image/svg+xml' }));
    },
    csv: () => {
      if (!curves) return;
      const columns = [curves.x, ...curves.curves.map(({ y }) => y)];
      const text = csvText([curves.xLabel, ...curves.curves.map(({ label }) => label)], columns);
      saveAs(name('.csv'), new Blob([text], { type: 'text/csv' }));
    },
    npy: async () => {
      const { result, arrays } = await model.values(model.selection);
      const data = arrays?.['data']?.data;
      if (data) saveAs(name('.npy'), bytesBlob(npyFile(result.dtype as Dtype, result.shape, data as TypedArray)));
    },
  };
  return (
    <select
      className="daisy-Input daisy-Hdf5-export"
      aria-label={trans.__('Save what is shown')}
      data-testid="hdf5-export"
      value=""
      onChange={event => {
        const save = savers[event.target.value];
        onFailure(null);
        void Promise.resolve()
          .then(save)
          .catch((thrown: unknown) => onFailure(recordOf(thrown)));
      }}
    >
      <option value="">{trans.__('Save as…')}</option>
      {kind !== 'table' && kind !== 'text' && <option value="png">{trans.__('Picture (PNG)')}</option>}
      {kind === 'image' && <option value="tiff">{trans.__('Image with its values (TIFF)')}</option>}
      {curves && <option value="svg">{kind === 'curve' ? trans.__('Curve (SVG)') : trans.__('Profile (SVG)')}</option>}
      {curves && <option value="csv">{kind === 'curve' ? trans.__('Curve (CSV)') : trans.__('Profile (CSV)')}</option>}
      <option value="npy">{trans.__('Stored values (NumPy)')}</option>
    </select>
  );
}

/** The curves that are in front: those of the curve view, or the profile that is measured on an image. */
function curvesOf(view: Hdf5View, index: string): DrawnCurves | null {
  const { described, keptCurve } = view;
  const label = described?.path ?? '';
  if (view.view === 'image') {
    const { profile } = view.image;
    return profile && { x: profile.map((_, i) => i), curves: [{ label, y: profile }], xLabel: 'px', yLabel: label };
  }
  const { curve } = view.curve;
  if (view.view !== 'curve' || !curve) return null;
  const beside = keptCurve?.y.length === curve.y.length ? [{ label: keptCurve.label, y: keptCurve.y }] : [];
  return { x: curve.x, curves: [{ label, y: curve.y }, ...beside], xLabel: curve.xName || index, yLabel: label };
}

/** More do not fit in the memory of a tab. */
const mostPixels = 2 ** 28;

/** All pixels of an image, in the type in which they are shown. */
async function pixelsOf(source: ViewerSource, frame: number): Promise<Samples> {
  if (source.width * source.height > mostPixels) {
    throw new DaisyError('Resource', {
      message: `An image of ${source.width} x ${source.height} pixels is too large to be saved from the browser.`,
      action: 'Save the picture that is shown, or read a part of it with a cell.',
    });
  }
  const whole = { frame, x: 0, y: 0, width: source.width, height: source.height, binX: 1, binY: 1 };
  return (await source.tile({ ...whole, pool: 'mean', quality: 'exact' }, new AbortController().signal)).data;
}

const bytesBlob = (bytes: Uint8Array): Blob => new Blob([bytes as BlobPart], { type: 'application/octet-stream' });
