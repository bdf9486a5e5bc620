import type { JSX } from 'react';
import type { KernelLink } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { KernelBanner } from '../../kit/run/kernel-banner.js';
import { useModel } from '../view-model.js';
import { bytesText, nameOfObject, shapeText } from '../words.js';
import { ArrayHistogram } from './array-histogram.js';
import { ArrayCurve, ArrayImage, ArrayTable } from './array-views.js';
import { Facts } from './facts.js';
import { InspectorModel, sectionsOf, type InspectorView, type Section } from './inspector-model.js';
import { OriginView } from './origin-view.js';
import { TableCurve, TableRows } from './table-views.js';

export interface InspectorProps {
  readonly link: KernelLink;
  /** Id or name of the object. */
  readonly object: string;
  readonly section?: Section | undefined;
  onSection?(section: Section): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}

/** A data object in a tab: as picture, curve, table, and what is known of it. */
export function Inspector({ link, object, section, onSection, restartKernel }: InspectorProps): JSX.Element {
  const trans = useTranslate();
  const [model, view] = useModel<InspectorView, InspectorModel>(() => new InspectorModel(link, object, section));
  const titles: Readonly<Record<Section, string>> = {
    image: trans.__('Image'),
    curve: trans.__('Curve'),
    table: trans.__('Table'),
    histogram: trans.__('Histogram'),
    value: trans.__('Value'),
    facts: trans.__('Facts'),
  };
  const show = (wanted: Section): void => {
    model.show(wanted);
    onSection?.(wanted);
  };
  return (
    <div className="daisy-App daisy-Inspector" data-testid="inspector">
      <KernelBanner
        link={view.kernel}
        testId="inspector-kernel-banner"
        stopped={trans.__('The kernel has stopped, and its objects with it. What you see stays.')}
        restarting={trans.__('The kernel is restarting. What you see stays.')}
        onRestart={restartKernel}
      />
      {view.error && <ErrorPanel error={view.error} testId="inspector-error" />}
      {view.removed && (
        <p className="daisy-Warning" data-testid="inspector-removed">
          {trans.__('This object was removed. What you see stays.')}
        </p>
      )}
      {view.object && (
        <>
          <header className="daisy-Inspector-head">
            <strong>{nameOfObject(view.object)}</strong>
            <span className="daisy-Hint">
              {shapeText(view.object)}
              {view.object.unit && ` · ${view.object.unit}`} · {bytesText(view.object.bytes)}
            </span>
            <div role="group" aria-label={trans.__('Show as')} className="daisy-Panel-buttons">
              {sectionsOf(view.object).map(one => (
                <button
                  key={one}
                  className="daisy-Button"
                  aria-pressed={view.section === one}
                  data-testid={`inspector-show-${one}`}
                  onClick={() => show(one)}
                >
                  {titles[one]}
                </button>
              ))}
            </div>
          </header>
          <div className="daisy-Inspector-body">
            <Content link={link} view={view} />
          </div>
        </>
      )}
    </div>
  );
}

const arrayViews = {
  image: ArrayImage,
  curve: ArrayCurve,
  table: ArrayTable,
  histogram: ArrayHistogram,
  value: ArrayTable,
};

function Content({ link, view }: { readonly link: KernelLink; readonly view: InspectorView }): JSX.Element | null {
  const { object, whole, section } = view;
  if (!object) return null;
  if (section === 'facts')
    return (
      <>
        <OriginView link={link} object={object.id} />
        <Facts object={object} />
      </>
    );
  if (object.kind === 'array') {
    const View = arrayViews[section];
    return <View link={link} object={object} />;
  }
  if (!whole) return null;
  if (section === 'table') return <TableRows whole={whole} />;
  if (section === 'curve') return <TableCurve whole={whole} />;
  const value = whole.content.kind === 'value' ? whole.content.value : whole.content;
  return (
    <pre className="daisy-Inspector-value" tabIndex={0} data-testid="inspector-value">
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
