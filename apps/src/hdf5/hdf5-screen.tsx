import { lazy, Suspense, useRef, useState, type JSX } from 'react';
import type { ErrorRecord } from '@daisy-lab/core';
import { KernelBanner } from '../kit/run/kernel-banner.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { FileChooser, imageExtensions } from '../kit/run/file-chooser.js';
import type { ScreenProps } from './hdf5-parts.js';
import type { H5webViewProps } from './h5web/h5web-view.js';
import type { ViewKind } from './hdf5-state.js';
import type { Hdf5Model } from './model/hdf5-model.js';
import type { Hdf5View } from './model/hdf5-view.js';
import { TopBar } from './top-bar.js';
import { CurvePanel } from './views/curve-panel.js';
import { DetailsPanel } from './views/details-panel.js';
import { ImagePanel } from './views/image-panel.js';
import { TablePanel } from './views/table-panel.js';
import { TextPanel } from './views/text-panel.js';
import { TreePanel } from './views/tree-panel.js';

const H5webView = lazy(() => import('./h5web/h5web-view.js'));

const extensions = ['.h5', '.hdf5', '.nxs', '.nx', '.cxi', '.npz', '.zarr', ...imageExtensions];

/** The whole screen: path on top, tree left, the values in the middle, what is known of them right. */
export function Hdf5Screen({ model, view, options }: ScreenProps): JSX.Element {
  const trans = useTranslate();
  const centre = useRef<HTMLElement>(null);
  const [failure, setFailure] = useState<ErrorRecord | null>(null);
  const [words, setWords] = useState('');
  const searchBox = useRef<HTMLInputElement>(null);
  /** Unfolds a group in the tree and lets the user look for a member of it. */
  const searchIn = (group: string): void => {
    void model.reveal(`${group === '/' ? '' : group}/`);
    setWords(group === '/' ? '/' : `${group}/ `);
    searchBox.current?.focus();
  };
  const { described, state, error } = view;
  return (
    <div className="daisy-App daisy-Hdf5" data-testid="hdf5">
      <KernelBanner
        link={view.link}
        testId="hdf5-kernel-banner"
        stopped={trans.__('The kernel has stopped. What you see stays; restart it to go on.')}
        restarting={trans.__('The kernel is restarting. What you see stays.')}
        onRestart={options.restartKernel}
      />
      {state.file === null ? (
        <div className="daisy-Hdf5-empty" data-testid="hdf5-empty">
          <h2>{trans.__('Look into a data file')}</h2>
          <FileChooser
            link={options.link}
            linkState={view.link}
            extensions={extensions}
            onChoose={file => void model.open(file)}
            onChooseFolder={folder => void model.open(folder)}
          />
        </div>
      ) : (
        <>
          <TopBar model={model} view={view} options={options} centre={centre} onFailure={setFailure} />
          <div className="daisy-Hdf5-body">
            <TreePanel model={model} view={view} words={words} searchBox={searchBox} onWords={setWords} />
            <main ref={centre} className="daisy-Hdf5-centre">
              {error && error.message !== view.tree.error?.message && <ErrorPanel error={error} testId="hdf5-error" />}
              {failure && <ErrorPanel error={failure} testId="hdf5-save-error" onDismiss={() => setFailure(null)} />}
              {described && <ViewTabs model={model} view={view} />}
              {described && <Values model={model} view={view} options={options} onShowAll={searchIn} />}
              {!described && !error && !view.tree.error && (
                <p className="daisy-Hint daisy-Hdf5-note">{whatNext(view, trans)}</p>
              )}
            </main>
            {described && <DetailsPanel model={model} view={view} />}
          </div>
        </>
      )}
    </div>
  );
}

/** What is to be done, or waited for, where nothing is chosen. */
function whatNext({ link, state, tree }: Hdf5View, trans: Translate): string {
  if (link === 'connecting') return trans.__('Waiting for the kernel…');
  return !tree.opened || state.object !== null
    ? trans.__('Opening the file…')
    : trans.__('Choose a dataset in the tree.');
}

function Values({ model, view, options, onShowAll }: ScreenProps & Pick<H5webViewProps, 'onShowAll'>): JSX.Element {
  const trans = useTranslate();
  const { described } = view;
  switch (view.view) {
    case 'image':
      return <ImagePanel model={model} view={view} link={options.link} />;
    case 'curve':
      return <CurvePanel model={model} view={view} />;
    case 'table':
      return <TablePanel model={model} view={view} />;
    case 'h5web':
      return (
        <Suspense>
          <H5webView
            key={view.edition}
            link={options.link}
            file={view.state.file!}
            object={described!.path}
            onShowAll={onShowAll}
          />
        </Suspense>
      );
    case 'text':
      return <TextPanel model={model} view={view} />;
    case null:
      return (
        <p className="daisy-Hint daisy-Hdf5-note" data-testid="hdf5-note">
          {described?.kind === 'link'
            ? linkNote(described.typeName, trans)
            : trans.__('A group. Choose a dataset in the tree, or look at a NeXus group with h5web.')}
        </p>
      );
  }
}

function linkNote(target: string, trans: Translate): string {
  return target === ''
    ? trans.__('This object has no values: it is the name of a type, or damaged.')
    : trans.__('This link leads to %1, which is not there or may not be read.', target);
}

/** The ways in which the chosen object can be looked at. */
function ViewTabs({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element | null {
  const trans = useTranslate();
  if (view.views.length === 0) return null;
  return (
    <div className="daisy-Hdf5-tabs" role="tablist" aria-label={trans.__('Views')}>
      {view.views.map(kind => (
        <button
          key={kind}
          role="tab"
          title={kind === 'h5web' ? trans.__('NeXus plots, compounds, RGB, complex values, surfaces') : undefined}
          aria-selected={kind === view.view}
          data-testid={`hdf5-view-${kind}`}
          onClick={() => model.choose(kind)}
        >
          {nameOf(kind, trans)}
        </button>
      ))}
    </div>
  );
}

function nameOf(kind: ViewKind, trans: Translate): string {
  switch (kind) {
    case 'image':
      return trans.__('Image');
    case 'curve':
      return trans.__('Curve');
    case 'table':
      return trans.__('Table');
    case 'text':
      return trans.__('Text');
    case 'h5web':
      return 'h5web';
  }
}
