import { useState, type JSX } from 'react';
import { App, DataProvider } from '@h5web/app';
import type { KernelLink } from '@daisy-lab/core';
import { KernelProvider } from './kernel-provider.js';
import './style.js';

export interface H5webViewProps {
  readonly link: KernelLink;
  readonly file: string;
  /** Path of the object to begin with. */
  readonly object: string;
}

/**
 * The views of h5web on a file that the kernel reads: NeXus plots, compounds, RGB, complex values, surfaces, scatter. What it has read
 * it keeps; a view with another `key` reads the file anew.
 */
export default function H5webView({ link, file, object }: H5webViewProps): JSX.Element {
  const [api] = useState(() => new KernelProvider(link, file));
  return (
    <div className="daisy-H5web" data-testid="h5web">
      <DataProvider api={api}>
        <App key={object} initialPath={object} sidebarOpen={false} disableDarkMode />
      </DataProvider>
    </div>
  );
}
