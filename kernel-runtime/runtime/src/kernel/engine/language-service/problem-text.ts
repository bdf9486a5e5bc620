import type { CellError } from '../engine.js';
import type { Problem } from './messages.js';

const typeHint = 'To run a cell in spite of its types, make `// @ts-nocheck` its first line.';
const missingPackage = 2307;

/** The error of a cell that the compiler refused. */
export function refusal(problems: readonly Problem[], code: string, count: number): CellError {
  const syntax = problems[0]?.syntax === true;
  const texts = problems.map(problem => problemText(problem, 'error', code, count));
  return {
    status: 'error',
    ename: syntax ? 'SyntaxError' : 'TypeScriptError',
    evalue: problems[0]?.text ?? '',
    traceback: syntax ? texts : [...texts, typeHint],
  };
}

/** The sentence, the line, and a mark below it. */
export function problemText(
  { file, line, character, length, code: number, text }: Problem,
  word: string,
  code: string,
  count: number,
): string {
  const source = file?.source ?? code.split('\n')[line - 1] ?? '';
  const mark = ' '.repeat(character) + '~'.repeat(Math.max(1, Math.min(length, source.length - character)));
  const label = number > 0 ? `${word} TS${number}` : word;
  const place = `${file?.path ?? `In[${count}]`}:${line}:${character + 1}`;
  const [, name] = number === missingPackage ? (/^Cannot find module '([^'./][^']*)'/.exec(text) ?? []) : [];
  const advice = name ? ` Install it in the notebook's folder: npm install ${packageOf(name)}` : '';
  return `${place} - ${label}: ${text}${advice}\n    ${source}\n    ${mark}`;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
