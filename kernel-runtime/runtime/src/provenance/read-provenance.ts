import { DaisyError, type Provenance } from '@daisy-lab/core';
import type { DataSource } from '../io/data-source.js';
import { withSource } from '../io/source-kinds.js';

const processGroup = '/entry/process';

/** How the result in a file came about, and the document of its workflow where the file has one. */
export interface SavedProvenance {
  readonly provenance: Provenance;
  readonly document: string | undefined;
}

/**
 * Reads the NXprocess group of a result.
 * @throws DaisyError `File` when the file has none that Daisy wrote
 */
export function readProvenance(file: string): Promise<SavedProvenance> {
  return withSource(file, source => {
    const text = textAt(source, `${processGroup}/provenance/data`);
    const document = textAt(source, `${processGroup}/document/data`);
    const provenance =
      text === undefined ? shortProvenance(source) : withText(JSON.parse(text) as Provenance, document);
    if (provenance) return { provenance, document };
    throw new DaisyError('File', {
      message: `${file} does not say how it was computed.`,
      action: 'Choose a file that Daisy has written.',
      file,
    });
  });
}

function withText(provenance: Provenance, text = ''): Provenance {
  return provenance.document ? { ...provenance, document: { ...provenance.document, text } } : provenance;
}

/** What files say in which there are single values only. */
function shortProvenance(source: DataSource): Provenance | null {
  const { algorithm, version } = source.attributes(`${processGroup}/parameters`);
  const params = textAt(source, `${processGroup}/parameters/json`);
  if (typeof algorithm !== 'string' || params === undefined) return null;
  const prefix = `${processGroup}/parameters/input_`;
  const inputs = source.tree().flatMap(({ path }) => {
    const file = path.startsWith(prefix) ? textAt(source, path) : undefined;
    return file === undefined ? [] : [[path.slice(prefix.length), file] as const];
  });
  return {
    algorithm,
    version: String(version),
    params: JSON.parse(params) as Provenance['params'],
    inputs: Object.fromEntries(inputs),
  };
}

function textAt(source: DataSource, path: string): string | undefined {
  if (!source.describe(path)) return undefined;
  const value = source.readScalar(path);
  return typeof value === 'string' ? value : undefined;
}
