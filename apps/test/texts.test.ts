import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
// The extension keeps the texts of its own shell beside it.
import { shellCatalogue } from '../../extension/lib/i18n/zh-CN.js';
import { zhCN } from '../lib/i18n/zh-CN.js';
import { translateWith } from '../lib/kit/i18n/translate.js';

type Params = Readonly<Record<string, { readonly schema: { readonly title?: string; readonly description?: string } }>>;

const root = join(__dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));
}

function textsOf(file: string): string[] {
  const single = [...readFileSync(file, 'utf8').matchAll(/\b__\(\s*(['"])((?:\\.|(?!\1).)*)\1/g)].map(
    found => found[2],
  );
  const plural = [...readFileSync(file, 'utf8').matchAll(/\b_n\(\s*'((?:\\.|[^'])*)',\s*'((?:\\.|[^'])*)'/g)].flatMap(
    found => [found[1], found[2]],
  );
  return [...single, ...plural].map(text => text.replace(/\\(['"\\])/g, '$1'));
}

/** Titles and descriptions in the settings editor. */
const settings = readdirSync(join(root, 'extension/schema')).flatMap(name => {
  const schema = JSON.parse(readFileSync(join(root, 'extension/schema', name), 'utf8'));
  return [schema, ...Object.values<typeof schema>(schema.properties)].flatMap(one => [one.title, one.description]);
});

const screens = ['apps/src', 'extension/src'].flatMap(folder => sources(join(root, folder)).flatMap(textsOf));

test('every text of the screens has a Chinese entry', () => {
  expect(screens.length).toBeGreaterThan(50);
  const texts = [...screens, ...settings];
  expect([...new Set(texts)].filter(text => !(text in zhCN) && !(text in shellCatalogue))).toEqual([]);
});

test('every algorithm is explained in Chinese, and its parameters are', async () => {
  const { catalogue } = await import('@daisy-lab/techniques');
  const texts = catalogue.flatMap(({ title, help, params }) => [
    title,
    help,
    ...Object.values(params as Params).flatMap(({ schema: { title, description } }) =>
      [title ?? [], description ?? []].flat(),
    ),
  ]);
  expect([...new Set(texts)].filter(text => !(text in zhCN))).toEqual([]);
});

test('translations keep the placeholders', () => {
  const places = (text: string) => (text.match(/%\d/g) ?? []).sort();
  for (const [english, chinese] of Object.entries({ ...zhCN, ...shellCatalogue }))
    expect([english, places(chinese)]).toEqual([english, places(english)]);
});

test('placeholders are filled in any order, and a missing entry stays English', () => {
  const trans = translateWith({ 'a %1 b %2': '%2 乙 %1' });
  expect(trans.__('a %1 b %2', 'x', 'y')).toBe('y 乙 x');
  expect(trans.__('other %1', 3)).toBe('other 3');
  expect(trans._n('%1 file', '%1 files', 2)).toBe('2 files');
});
