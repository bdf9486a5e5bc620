import { useEffect, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord, type FileEntry, type KernelLink, type LinkState } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { bytesText } from './bytes-text.js';
import { ErrorPanel } from './error-panel.js';

export interface FileChooserProps {
  readonly link: KernelLink;
  readonly linkState: LinkState;
  readonly extensions: readonly string[];
  onChoose(path: string): void;
  /** Offers a folder that holds images as one stack. */
  onChooseFolder?(path: string): void;
}

/** Folders and files on the kernel's machine; a click opens. */
export function FileChooser({ link, linkState, extensions, onChoose, onChooseFolder }: FileChooserProps): JSX.Element {
  const trans = useTranslate();
  const [wanted, setWanted] = useState('.');
  const [listing, setListing] = useState<{ folder: string; entries: readonly FileEntry[] } | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const wantedExtensions = (onChooseFolder ? [...extensions, ...imageExtensions] : extensions).join(' ');

  useEffect(() => {
    if (linkState !== 'ready') return;
    const abort = new AbortController();
    link
      .request('files.list', { folder: wanted, extensions: wantedExtensions.split(' ') }, { signal: abort.signal })
      .then(({ result }) => {
        if (abort.signal.aborted) return;
        setListing(result);
        setError(null);
      })
      .catch(failure => {
        if (!abort.signal.aborted) setError(recordOf(failure));
      });
    return () => abort.abort();
  }, [link, linkState, wanted, wantedExtensions]);

  const parent = listing && parentOf(listing.folder);
  return (
    <div className="daisy-FileChooser">
      {listing ? (
        <div className="daisy-FileChooser-folder" title={listing.folder}>
          {`\u200e${listing.folder}`}
        </div>
      ) : (
        <p className="daisy-Hint" role="status">
          {linkState === 'dead' ? trans.__('The kernel is not running.') : trans.__('Waiting for the kernel…')}
        </p>
      )}
      {error && <ErrorPanel error={error} />}
      <ul aria-label={trans.__('Files')}>
        {parent && (
          <li>
            <button onClick={() => setWanted(parent)}>
              <span>{trans.__('Folder above')}</span>
            </button>
          </li>
        )}
        {onChooseFolder && listing?.entries.some(isImage) && (
          <li>
            <button data-testid="choose-folder" onClick={() => onChooseFolder(listing.folder)}>
              <span>{trans.__('Open the images of this folder as a stack')}</span>
            </button>
          </li>
        )}
        {listing?.entries
          .filter(entry => isOffered(entry, extensions))
          .map(entry => (
            <li key={entry.path}>
              <button onClick={() => (isPlainFolder(entry, extensions) ? setWanted(entry.path) : onChoose(entry.path))}>
                <span>{entry.kind === 'folder' ? `${entry.name}/` : entry.name}</span>
                <span>{entry.kind === 'file' ? bytesText(entry.bytes) : ''}</span>
              </button>
            </li>
          ))}
        {listing?.entries.length === 0 && <li className="daisy-Hint">{trans.__('No scan files in this folder.')}</li>}
      </ul>
    </div>
  );
}

/** Files that are images of a stack when several of them lie in a folder. */
export const imageExtensions: readonly string[] = [
  ...[
    '.tif',
    '.tiff',
    '.btf',
    '.tf8',
    '.npy',
    '.fits',
    '.fit',
    '.fts',
    '.edf',
    '.ehf',
    '.cbf',
    '.txrm',
    '.xrm',
    '.txm',
  ],
];

const isImage = ({ kind, name }: FileEntry): boolean => kind === 'file' && endsWithOneOf(name, imageExtensions);

/** Images are looked for to know a stack, also where a single one is of no use. */
const isOffered = ({ kind, name }: FileEntry, extensions: readonly string[]): boolean =>
  kind === 'folder' || extensions.length === 0 || endsWithOneOf(name, extensions);

/** A folder to look into; one with the extension of a file is taken as one: `volume.zarr`. */
function isPlainFolder({ kind, name }: FileEntry, extensions: readonly string[]): boolean {
  return kind === 'folder' && !endsWithOneOf(name, extensions);
}

const endsWithOneOf = (name: string, extensions: readonly string[]): boolean =>
  extensions.some(extension => name.toLowerCase().endsWith(extension));

function parentOf(folder: string): string | null {
  const at = folder.replace(/\/+$/, '').lastIndexOf('/');
  if (at < 0) return null;
  return at === 0 ? (folder === '/' ? null : '/') : folder.slice(0, at);
}
