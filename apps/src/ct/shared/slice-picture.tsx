import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Camera } from '../../kit/image-view/camera.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { difference } from '../../kit/image-view/paint.js';
import type { CtPictureProps } from '../parts.js';
import { SplitHandle } from './split-handle.js';
import { useSource } from './use-source.js';

/** The live slice; beside it a kept one, split by a handle or as their difference. */
export function SlicePicture({
  model,
  view,
  link,
  tall = false,
}: CtPictureProps & { readonly tall?: boolean }): JSX.Element {
  const trans = useTranslate();
  const { state, slice, pin, compare, tool, busy } = view;
  const [camera, setCamera] = useState<Camera | null>(null);
  const [split, setSplit] = useState(0.5);
  const source = useSource(link, slice);
  const kept = useSource(link, pin?.viewer);
  const change = useSource(link, view.difference?.viewer);
  const showsSplit = kept !== null && compare === 'split';
  const showsChange = change !== null && compare === 'difference' && pin !== null;
  const limits = view.limits['slice'] ?? null;
  const common = {
    frame: 0,
    limits,
    camera,
    shape: state.step === 'tune' ? view.shape : null,
    onLimits: (next: readonly [number, number]) => model.store.setLimits('slice', next),
    onCamera: setCamera,
    ...(tool ? { onDraw: model.measure.draw.bind(model.measure) } : {}),
  };
  const title = showsChange ? trans.__('Difference B − A') : trans.__('Slice (live)');
  return (
    <section className={tall ? 'daisy-Picture daisy-mod-tall' : 'daisy-Picture'} data-tool={tool ?? undefined}>
      <div className="daisy-StackSlider">
        <span>{title}</span>
        {pin && <span className="daisy-Hint daisy-Picture-note">{trans.__('A: %1', pin.label)}</span>}
        <output data-testid="ct-slice-note">
          {trans.__('row %1', state.row)}
          {view.sliceBin > 1 && (
            <span className="daisy-Hint"> {trans.__('draft, 1/%1 of the width', view.sliceBin)}</span>
          )}
        </output>
      </div>
      <div className="daisy-Compare">
        {showsChange ? (
          <ImageView
            source={change}
            frame={0}
            label={trans.__('Difference of the live slice and the kept one')}
            colours={difference}
            camera={camera}
            busy={busy.compare ?? false}
            error={view.errors.compare}
            contrastKey={pin.label}
            testId="ct-difference"
            onCamera={setCamera}
          />
        ) : (
          <ImageView
            {...common}
            source={source}
            quality={view.dragging ? 'draft' : 'exact'}
            label={trans.__('Slice of row %1, reconstructed live', state.row)}
            busy={[busy.open, busy.slice, busy.axis].some(Boolean)}
            error={view.errors.slice ?? view.errors.measure}
            contrastKey={source ? (view.opened?.scan ?? '') : ''}
            testId="ct-slice"
          />
        )}
        {state.axisPx === null && !busy.axis && !busy.open && (
          <p className="daisy-Picture-hint">{trans.__('No axis yet: find it or type it in the step Centre.')}</p>
        )}
        {showsSplit && (
          <>
            <div className="daisy-Compare-over" style={{ clipPath: `inset(0 ${100 - split * 100}% 0 0)` }}>
              <ImageView {...common} source={kept} label={trans.__('Kept slice A')} testId="ct-pinned" />
            </div>
            <SplitHandle at={split} label={trans.__('Border between A and B')} onMove={setSplit} />
          </>
        )}
      </div>
    </section>
  );
}
