import type { JSX } from 'react';
import { itemSize, type DataDescription } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { ImageAxes } from '../hdf5-state.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { chunksPerImage } from '../model/shapes.js';
import { storageAdvice, type StorageAdvice } from '../model/storage-advice.js';
import { RechunkForm } from './rechunk-form.js';

/** Letters of an attribute that are shown; h5web shows all of them. */
const mostLetters = 600;
/** Entries of a list that are written out. */
const mostEntries = 64;

interface DetailsProps {
  readonly described: DataDescription;
  /** The axes of the image that is looked at. */
  readonly imageAxes: ImageAxes;
}

interface PanelProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
}

/** What the file says about the chosen object. All of it is shown as text, whatever it holds. */
export function DetailsPanel({ model, view }: PanelProps): JSX.Element | null {
  const trans = useTranslate();
  const { described, imageAxes } = view;
  if (!described) return null;
  const { kind, shape, typeName, storage, attributes, attributeCount, axes } = described;
  const names = Object.keys(attributes);
  return (
    <aside className="daisy-Hdf5-details" data-testid="hdf5-details" aria-label={trans.__('Details')}>
      {kind === 'dataset' && (
        <dl>
          <Fact name={trans.__('Shape')} value={shape.length > 0 ? shape.join(' × ') : trans.__('single value')} />
          <Fact name={trans.__('Type')} value={typeName} />
          {storage && <Fact name={trans.__('Layout')} value={trans.__(storage.layout)} />}
          {storage?.chunks && <Fact name={trans.__('Chunks')} value={storage.chunks.join(' × ')} />}
          {storage && storage.filters.length > 0 && (
            <Fact name={trans.__('Filters')} value={storage.filters.join(', ')} />
          )}
          {axes.some(axis => axis !== null) && (
            <Fact
              name={trans.__('Axes')}
              value={axes.map(axis => axis?.slice(axis.lastIndexOf('/') + 1) ?? '–').join(', ')}
            />
          )}
          <ChunkNote described={described} imageAxes={imageAxes} />
          {storage?.slowBecause && <Fact name={trans.__('Read slowly')} value={storage.slowBecause} />}
        </dl>
      )}
      {kind === 'dataset' && <Advice described={described} imageAxes={imageAxes} />}
      {kind === 'dataset' && <RechunkForm model={model} view={view} />}
      <h3>{trans.__('Attributes')}</h3>
      {attributeCount !== undefined && (
        <p className="daisy-Hint" data-testid="hdf5-attributes-more">
          {trans.__(
            'The first %1 of %2; source.attributes() in a cell gives all of them.',
            names.length,
            attributeCount,
          )}
        </p>
      )}
      {names.length === 0 && <p className="daisy-Hint">{trans.__('None')}</p>}
      <dl>
        {names.map(name => (
          <Fact key={name} name={name} value={attributeText(attributes[name])} />
        ))}
      </dl>
    </aside>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <>
      <dt title={name}>{name}</dt>
      <dd title={value}>{value}</dd>
    </>
  );
}

/** How much is decoded for one image: the usual reason why looking through a stack is slow. */
function ChunkNote({ described, imageAxes }: DetailsProps): JSX.Element | null {
  const trans = useTranslate();
  const { shape, dtype, storage } = described;
  const cost = dtype && chunksPerImage(shape, storage?.chunks ?? null, itemSize(dtype), imageAxes);
  if (!cost) return null;
  const times = cost.bytes / cost.imageBytes;
  return (
    <Fact
      name={trans.__('For one image')}
      value={
        times >= 2
          ? trans.__('%1 chunks, %2 times the image', cost.chunks, shortNumber(times))
          : trans._n('%1 chunk', '%1 chunks', cost.chunks)
      }
    />
  );
}

/** How the dataset could be stored for the images that are looked at. */
function Advice({ described, imageAxes }: DetailsProps): JSX.Element | null {
  const trans = useTranslate();
  const advice = storageAdvice(described, imageAxes);
  if (!advice) return null;
  return (
    <p className="daisy-Hint daisy-Hdf5-advice" data-testid="hdf5-advice">
      {reason(advice, trans)} {trans.__('Chunks of %1 would suit these images.', advice.better.join(' × '))}
    </p>
  );
}

function reason({ because, times, chunks }: StorageAdvice, trans: Translate): string {
  switch (because) {
    case 'spread':
      return trans.__(
        'Each chunk holds parts of several images: %1 times as much is decoded as is shown.',
        shortNumber(times),
      );
    case 'small':
      return trans.__('The chunks are small: %1 of them make one image.', chunks);
    case 'large':
      return trans.__('The chunks are large: all of one is decoded for a single value.');
    case 'gzip':
      return trans.__('gzip is slow to decode; bitshuffle with LZ4 is several times faster.');
  }
}

function attributeText(value: DataDescription['attributes'][string] | undefined): string {
  if (typeof value !== 'object') return clipped(String(value ?? ''));
  const shown = clipped(value.slice(0, mostEntries).map(String).join(', '));
  return value.length > mostEntries ? `${shown}, … (${value.length})` : shown;
}

const clipped = (text: string): string =>
  text.length > mostLetters ? `${text.slice(0, mostLetters)}… (${text.length})` : text;
