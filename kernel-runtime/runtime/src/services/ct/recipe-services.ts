import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import {
  Contracts,
  DaisyError,
  errorOf,
  flagName,
  parseDocument,
  toDocument,
  printDocument,
  type CtDocumentLine,
  type CtRecipe,
  type DaisyDocument,
  type Json,
  toTypeScript,
  type Services,
} from '@daisy-lab/core';
import { catalogue, ct } from '@daisy-lab/techniques';
import { startFile } from '../../io/partial-file.js';
import { readProvenance } from '../../provenance/read-provenance.js';
import { stampOf } from './file-stamp.js';
import { recipeDocument, recipeOf } from './recipe-document.js';
import { forbidden, statOf } from '../../io/bytes/problems.js';

/** The recipe as a document, as code and as a command. */
export function recipeServices(cwd: string): Services {
  return {
    'ct.document': async ({ recipe, out }) => {
      const document = recipeDocument(recipe);
      return {
        result: {
          text: printDocument(document),
          cell: cellOf(recipe, document, out),
          command: commandOf(recipe, out),
          lines: linesOf(document),
        },
      };
    },
    'ct.save': async ({ recipe, file, overwrite = false, known }) => {
      const path = resolve(cwd, file);
      const scan = relative(dirname(path), resolve(cwd, recipe.path));
      const text = printDocument(recipeDocument({ ...recipe, path: scan }));
      const target = startFile(path, overwrite || (await mayReplace(path, text, known)));
      target.write(text);
      target.finish();
      return { result: { file: path, stamp: await stampOf(path) } };
    },
    'ct.load': async ({ file }) => {
      const path = resolve(cwd, file);
      const document = path.endsWith('.daisy') ? documentIn(readText(path)) : await documentOfVolume(path);
      const recipe = recipeOf(document);
      const stamp = await stampOf(path);
      return { result: { recipe: { ...recipe, path: resolve(dirname(path), recipe.path) }, stamp } };
    },
  };
}

/**
 * Whether nothing of anybody else's is lost when a document takes the place of this file.
 * @throws DaisyError `File` for a file that was known and has changed since
 */
async function mayReplace(path: string, text: string, known: string | undefined): Promise<boolean> {
  const found = statOf(path);
  if (!found?.isFile()) return false;
  const isSame = found.size === Buffer.byteLength(text) && readText(path) === text;
  if (isSame || (await stampOf(path)) === known) return true;
  if (known === undefined) return false;
  throw new DaisyError('File', {
    message: `${basename(path)} has been changed since it was saved or opened here.`,
    action: 'Choose another name, or replace what others have written.',
    path,
    taken: 'file',
  });
}

/** Code for a cell: `ct.full` by name, or the workflow itself where operations were put in. */
function cellOf(recipe: CtRecipe, document: DaisyDocument, out: string): string {
  const params = code({ ...recipe.params, ...(recipe.axisPx === null ? {} : { axisPx: recipe.axisPx }) });
  const input = `{ scan: await openScan(${code(recipe.path)}) }`;
  const save = `await saveVolume(${code(out)}, volume);`;
  if (document.workflow.id === ct.full.id) {
    return [
      `import { ct, Engine, openScan, saveVolume } from '@daisy-lab/runtime';`,
      '',
      `const { volume } = await Engine.local().run(ct.full, ${input}, { params: ${params} });`,
      save,
    ].join('\n');
  }
  const { values: _, view: _view, ...workflow } = document;
  const imports = `import { Engine, openScan, saveVolume, `;
  const built = toTypeScript(workflow, Contracts.of(catalogue))
    .replace(/^import \{ /, imports)
    .replace(/^export /m, '');
  const name = /^const (\w+) = workflow\(/m.exec(built)?.[1] ?? 'pipeline';
  return [built, `const { volume } = await Engine.local().run(${name}, ${input}, { params: ${params} });`, save].join(
    '\n',
  );
}

/** The command that makes the same file; recipes with operations go by their document. */
function commandOf(recipe: CtRecipe, out: string): string {
  const workflow = recipe.operations.some(({ off }) => !off) ? quoted(`${stem(recipe.path)}.daisy`) : 'ct.full';
  const params = { ...recipe.params, ...(recipe.axisPx === null ? {} : { axisPx: recipe.axisPx }) };
  const flags = Object.entries(params).map(([name, value]) => `--${flagName(name)} ${quoted(String(value))}`);
  return ['daisy run', workflow, '--scan', quoted(recipe.path), ...flags, '--out', quoted(out)].join(' ');
}

function documentIn(text: string): DaisyDocument {
  const { document, problems } = parseDocument(text);
  if (document) return document;
  throw errorOf(problems[0]!);
}

/** The document of a volume that was written earlier, with the values of its run. */
async function documentOfVolume(path: string): Promise<DaisyDocument> {
  const { provenance, document } = await readProvenance(path);
  const { algorithm, inputs, params } = provenance;
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
  const values = { inputs, params: given as Readonly<Record<string, Json>> };
  if (document !== undefined) return { ...documentIn(document), values };
  const installed = catalogue.find(({ id }) => id === algorithm);
  if (installed?.graph) return toDocument(installed, { ...values, catalogue });
  throw new DaisyError('Input', {
    message: `${basename(path)} was made by ${algorithm}, which the CT app does not know.`,
    action: 'Choose a volume that the CT app has written.',
  });
}

function linesOf(document: DaisyDocument): readonly CtDocumentLine[] {
  const given = document.values?.params ?? {};
  return document.workflow.nodes.map(({ algorithm, name, version, params = {} }) => {
    const values = Object.entries(params).flatMap(([param, source]): [string, unknown][] => {
      if ('value' in source) return [[param, source.value]];
      if (!('param' in source)) return [];
      const value = given[source.param] ?? document.workflow.params?.[source.param]?.default;
      return value === undefined ? [] : [[param, value]];
    });
    const title = catalogue.find(({ id }) => id === algorithm)?.title ?? name;
    return { title, algorithm: algorithm ?? name, version: version ?? '', params: Object.fromEntries(values) };
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const facts = { message: `${basename(path)} cannot be read.`, action: 'Choose a .daisy document.', cause };
    throw forbidden(path, cause) ?? new DaisyError('File', { ...facts, file: path });
  }
}

const stem = (path: string): string => path.replace(/\.[^./]+$/, '');
const code = (value: unknown): string => JSON.stringify(value);
const quoted = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
