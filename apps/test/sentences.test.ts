import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kernelTexts } from '../lib/i18n/zh-CN-kernel.js';
import { zhCN } from '../lib/i18n/zh-CN.js';
import { sentenceText } from '../lib/kit/i18n/sentence.js';
import { translateWith } from '../lib/kit/i18n/translate.js';

const chinese = translateWith(zhCN);

test('a sentence of the kernel is taken apart and said in the language of the page', () => {
  expect(sentenceText(chinese, 'Flat fields at /exchange/data_white: 10.')).toBe(
    '平场位于 /exchange/data_white：10 张。',
  );
  expect(sentenceText(chinese, 'No flat fields were found, so the projections cannot be normalised.')).toMatch(/^没有/);
});

test('a part of a sentence may be a sentence itself', () => {
  const english =
    'Mirrored about 295.88 px, the second half turn continues the first best among 286 candidates from 192 to 447 px.';
  expect(sentenceText(chinese, english)).toBe(
    '以 295.88 像素为轴镜像后，后半圈与前半圈衔接（在 192 至 447 像素的 286 个候选中最佳）。',
  );
});

test('what is wrong with a document is said in the language of the page, whatever the names in it', () => {
  expect(sentenceText(chinese, 'Step "a\u202e\"b" needs the algorithm my.own, which is not installed.')).toBe(
    '步骤“a"b”需要算法 my.own，但它未安装。',
  );
});

test('what is not known, and everything on an English page, stays as it is', () => {
  expect(sentenceText(chinese, 'Something else at /a: 3.')).toBe('Something else at /a: 3.');
  expect(sentenceText(translateWith(), 'Projections at /exchange/data.')).toBe('Projections at /exchange/data.');
});

/** What the kernel can say about layouts and proposals: texts and templates of its source. */
test('every reason that the kernel gives for a layout or a proposal has a Chinese entry', () => {
  const root = join(__dirname, '../../kernel-runtime');
  const folders = ['runtime/src/io/scan', 'techniques/src/ct/bodies/auto'].map(folder => join(root, folder));
  const sources = folders.flatMap(folder => readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8')));
  const reasons = sources.flatMap(source =>
    [...source.matchAll(/why(?:: | = )(['`])((?:(?!\1).)+)\1/g)].map(([, , text]) => {
      let place = 0;
      return text.replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, () => `%${++place}`);
    }),
  );
  expect(reasons.length).toBeGreaterThan(5);
  const known = Object.keys(kernelTexts).map(text => text.replace(/%\d/g, '%'));
  const whole = (text: string) => text.replace(/%\d/g, '%');
  expect(reasons.filter(text => !known.some(one => one === whole(text) || whole(text).startsWith('%')))).toEqual([]);
});
