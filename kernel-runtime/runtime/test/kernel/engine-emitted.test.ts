import { describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Compiler } from '../../lib/kernel/engine/language-service/compiler.js';

const compiler = new Compiler(mkdtempSync(join(tmpdir(), 'daisy-compiler-')), 'error');
let cells = 0;
function compile(code: string, key = `c${++cells}`): string {
  const { answer } = compiler.compile(code, key, () => undefined);
  if (answer.status === 'refused') throw new Error(answer.problems[0]?.text);
  return answer.js;
}

describe('the JavaScript of a cell', () => {
  test('T6: a loop at cell level works on a local variable', () => {
    const js = compile('let acc = 0\nfor (let k = 0; k < 3e8; k++) acc += k', 'loop');
    expect(js).toMatch(/var acc = 0;\s*for \(let k = 0; k < 3e8; k\+\+\)\s*acc \+= k;/);
    expect(js).not.toMatch(/exports\.acc|void 0/);
  });

  test('T6: it stays local when a later cell closes over the variable', () => {
    compile('const addOne = () => { acc++ }');
    expect(compile('let acc = 0\nfor (let k = 0; k < 3e8; k++) acc += k', 'loop')).not.toMatch(/exports\.acc|void 0/);
  });

  test.each([
    ['of a later cell', 'for (let k = 0; k < 3e8; k++) acc += k'],
    ['beside a closure', 'let mine = 0; function inc() { mine++ }\nfor (let k = 0; k < 3e8; k++) mine += k'],
  ])('T6: a loop %s works on a copy', (_, code) => {
    const js = compile(code);
    expect(js).toMatch(/for \(let k = 0; k < 3e8; k\+\+\)\s*__daisyCopy_\w+ \+= k;/);
    expect(js).toMatch(/finally \{\s*(\S+\.)?\w+ = __daisyCopy_\w+;/);
  });

  test('T6: a loop that runs other code works on the variable itself', () => {
    for (const body of ['acc += addOne()', 'acc += await 1', '(() => { acc++ })()', 'acc += new Date().getTime()'])
      expect(compile(`// @ts-nocheck\nfor (let k = 0; k < 3; k++) { ${body} }`)).not.toContain('__daisyCopy');
  });

  test('T17: the compiler of a long notebook stays small', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const settledMb = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    const run = (k: number): string => compile(`function step(x: number) { return x + ${k} }\nconst y = step(${k})`);
    for (let k = 0; k < 20; k++) run(k);
    const beforeMb = settledMb();
    for (let k = 0; k < 150; k++) run(k);
    expect(settledMb() - beforeMb).toBeLessThan(20 * 0.15 + 3); // the rule's 20 MB in 1,000 cells, and the noise of a collection
  });
});
