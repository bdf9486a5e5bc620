import { useMemo, type JSX } from 'react';
import { App, DataProvider } from '@h5web/app';
import type { KernelLink } from '@daisy-lab/core';
import { KernelProvider } from './kernel-provider.js';
import './style.js';

export interface H5webViewProps {
  readonly link: KernelLink;
  readonly file: string;
  /** Path of the object to begin with. */
  readonly object: string;
  /** Another number reads the file anew. */
  readonly revision: number;
}

/** The views of h5web on a file that the kernel reads: NeXus plots, compounds, RGB, complex values, surfaces, scatter. */
export function H5webView({ link, file, object, revision }: H5webViewProps): JSX.Element {
  // what h5web has read it keeps as long as its provider is there
  const api = useMemo(() => new KernelProvider(link, file), [link, file, revision]);
  return (
    <div className="daisy-H5web" data-testid="h5web">
      <DataProvider key={revision} api={api}>
        <App key={object} initialPath={object} disableDarkMode />
      </DataProvider>
    </div>
  );
}
