import { useState, type JSX } from 'react';
import { App, DataProvider } from '@h5web/app';
import type { KernelLink } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { KernelProvider, type LargeGroup } from './kernel-provider.js';
import './style.js';

export interface H5webViewProps {
  readonly link: KernelLink;
  readonly file: string;
  /** Path of the object to begin with. */
  readonly object: string;
  /** Shows all members of a group elsewhere. */
  onShowAll(group: string): void;
}

/**
 * The views of h5web on a file that the kernel reads: NeXus plots, compounds, RGB, complex values, surfaces, scatter. What it has read
 * it keeps; a view with another `key` reads the file anew.
 */
export default function H5webView({ link, file, object, onShowAll }: H5webViewProps): JSX.Element {
  const trans = useTranslate();
  const [large, setLarge] = useState<LargeGroup | null>(null);
  const [api] = useState(() => new KernelProvider(link, file, setLarge));
  return (
    <>
      {large && (
        <p className="daisy-Hint daisy-Hdf5-note" data-testid="h5web-large">
          {trans.__(
            '%1 has %2 members. The first %3 are listed here, all of them in the tree on the left.',
            large.path,
            large.members,
            large.listed,
          )}{' '}
          <button type="button" className="daisy-Button" onClick={() => onShowAll(large.path)}>
            {trans.__('Search in this group')}
          </button>
        </p>
      )}
      <div className="daisy-H5web" data-testid="h5web">
        <DataProvider api={api}>
          <App key={object} initialPath={object} sidebarOpen={false} disableDarkMode />
        </DataProvider>
      </div>
    </>
  );
}
