import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DaisyError } from '@daisy-lab/runtime';
import {
  algorithm,
  commandBody,
  completeParams,
  ndarray,
  p,
  port,
  type AnyAlgorithm,
  type CommandSpec,
} from '@daisy-lab/runtime';
import { chooseImplementation } from '../../lib/engine/choose-implementation.js';
import { freshFolder } from '../support/worlds.ts';

/** Bodies are small programs of Node, which is there on every machine that runs the tests. */
const node = process.execPath;

const twice = (spec: CommandSpec<never, never, never>): AnyAlgorithm => {
  const contract = algorithm('test.twice', {
    version: '1.0.0',
    title: 'Twice',
    inputs: { values: port.array('float32', ['row', 'column']), note: port.optional(port.string()) },
    params: { by: p.number({ default: 2 }), loud: p.bool({ default: false }) },
    outputs: { scaled: port.array('float32', ['row', 'column'], 'count') },
  });
  return contract.implement('program', commandBody(contract, spec as never));
};

const values = ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], ['row', 'column']);

/** Runs the body "program" as an engine does. */
async function run(subject: AnyAlgorithm, inputs: object = { values }, options: Options = {}): Promise<never> {
  const { params = {}, signal = new AbortController().signal, threads = 2 } = options;
  const given = {
    inputs,
    params: completeParams(subject.id, subject.params, params),
    signal,
    threads,
    progress: options.progress ?? (() => undefined),
    log: options.log ?? (() => undefined),
  };
  return (await subject.implementations.get('program')!.run(given as never)) as never;
}

interface Options {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly threads?: number;
  progress?(fraction: number): void;
  log?(line: string): void;
}

async function failure(promise: PromiseLike<unknown>): Promise<DaisyError> {
  try {
    await promise;
  } catch (thrown) {
    return thrown as DaisyError;
  }
  throw new Error('nothing was thrown');
}

const before = { TMPDIR: process.env['TMPDIR'] };
let exchangeRoot = '';
beforeEach(() => {
  exchangeRoot = freshFolder();
  process.env['TMPDIR'] = exchangeRoot;
});
afterAll(() => {
  if (before.TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before.TMPDIR;
});

/** Every exchange folder is gone. */
const nothingIsLeft = (): void => expect(readdirSync(exchangeRoot)).toEqual([]);

describe('values travel', () => {
  /** Doubles the bytes after the header of a file, whatever comes before them. */
  const doubleFloats = (header: string): string => `
    const fs = require('fs');
    const [from, to, by] = process.argv.slice(1);
    const bytes = fs.readFileSync(from);
    const start = ${header};
    for (let at = start; at < bytes.length; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) * Number(by), at);
    fs.writeFileSync(to, bytes);
    if (fs.existsSync(from + '.json')) fs.copyFileSync(from + '.json', to + '.json');`;

  test.each([
    ['npy', doubleFloats('10 + bytes.readUInt16LE(8)')],
    ['raw', doubleFloats('0')],
    [
      'csv',
      `const fs = require('fs');
       const [from, to, by] = process.argv.slice(1);
       const rows = fs.readFileSync(from, 'utf8').trim().split('\\n');
       fs.writeFileSync(to, rows.map(row => row.split(',').map(x => x * by).join(',')).join('\\n') + '\\n');`,
    ],
    [
      'json',
      `const fs = require('fs');
       const [from, to, by] = process.argv.slice(1);
       const rows = JSON.parse(fs.readFileSync(from, 'utf8'));
       fs.writeFileSync(to, JSON.stringify(rows.map(row => row.map(x => x * by))));`,
    ],
  ] as const)('as %s files, and come back with axes and unit of the contract', async (as, code) => {
    const argv = [node, '-e', code, { input: 'values', as }, { output: 'scaled', as }, { param: 'by' }];
    const { scaled } = await run(twice({ argv } as never), undefined, { params: { by: 3 } });
    expect(scaled).toMatchObject({ dtype: 'float32', shape: [2, 3], axes: ['row', 'column'], unit: 'count' });
    expect([...(scaled as { data: Float32Array }).data]).toEqual([3, 6, 9, 12, 15, 18]);
    nothingIsLeft();
  });

  test('as an HDF5 dataset of any name', async () => {
    const copy = `require('fs').copyFileSync(process.argv[1], process.argv[2])`;
    const h5 = { as: 'h5', dataset: '/entry/data' } as const;
    const argv = [node, '-e', copy, { input: 'values', ...h5 }, { output: 'scaled', ...h5 }];
    const { scaled } = await run(twice({ argv } as never));
    expect([...(scaled as { data: Float32Array }).data]).toEqual([...values.data]);
    nothingIsLeft();
  });

  test('through standard input and output', async () => {
    const code = `
      let text = '';
      process.stdin.on('data', part => (text += part)).on('end', () =>
        process.stdout.write(JSON.stringify(JSON.parse(text).map(row => row.map(x => x * 2)))));`;
    const spec = {
      argv: [node, '-e', code],
      stdin: { input: 'values', as: 'json' },
      stdout: { output: 'scaled', as: 'json' },
    };
    const { scaled } = await run(twice(spec as never));
    expect([...(scaled as { data: Float32Array }).data]).toEqual([2, 4, 6, 8, 10, 12]);
  });

  test('arguments are a list: no character in them means anything to a shell', async () => {
    const echo = algorithm('test.echo', {
      version: '1.0.0',
      title: 'Echo',
      inputs: { text: port.string(), spare: port.optional(port.string()) },
      params: {
        loud: p.bool({ default: true }),
        size: p.number({ optional: true }),
        range: p.range({ default: [1, 2] }),
      },
      outputs: { words: port.any() },
    });
    echo.implement(
      'program',
      commandBody(echo, {
        argv: [
          node,
          '-e',
          'process.stdout.write(JSON.stringify(process.argv.slice(1)))',
          '--',
          { input: 'text' },
          { flag: '--spare', input: 'spare' },
          { flag: '--loud', param: 'loud' },
          { flag: '--size', param: 'size' },
          { flag: '--range=', param: 'range' },
          { flag: '-j', fact: 'threads' },
        ],
        stdout: { output: 'words', as: 'json' },
      }),
    );
    const text = '$(touch /tmp/never); `id` "quoted" \'single\' | & \n \u4f60\u597d';
    const { words } = await run(echo, { text }, { threads: 3 });
    expect(words).toEqual([text, '--loud', '--range=1,2', '-j', '3']);
  });

  test('tables keep their columns; a program may give any exit code that the body allows', async () => {
    const copyTable = algorithm('test.table', {
      version: '1.0.0',
      title: 'Table',
      inputs: { table: port.table(['energy', 'name']) },
      outputs: { table: port.table(['energy', 'name']) },
    });
    const table = { energy: Float64Array.of(7112.5, 1e-30), name: ['Fe, "iron"', 'two\nlines'] };
    const code = `require('fs').copyFileSync(process.argv[1], process.argv[2]); process.exit(3)`;
    const body = commandBody(copyTable, {
      argv: [node, '-e', code, { input: 'table' }, { output: 'table' }],
      exitCodes: [0, 3],
    });
    expect(body.needs).toEqual({ file: node });
    copyTable.implement('program', body);
    expect(await run(copyTable, { table })).toEqual({ table });
  });

  test('programs that know their files by name find them in the folder they start in', async () => {
    const code = `require('fs').copyFileSync('scan.npy', 'result.npy')`;
    const files = { inputs: { values: { name: 'scan.npy' } }, outputs: { scaled: { name: 'result.npy' } } };
    const { scaled } = await run(twice({ argv: [node, '-e', code], files } as never));
    expect([...(scaled as { data: Float32Array }).data]).toEqual([...values.data]);
    nothingIsLeft();
  });

  test('a file as output is moved to the folder that the body names', async () => {
    const folder = join(freshFolder(), 'reports');
    const report = algorithm('test.report', {
      version: '1.0.0',
      title: 'Report',
      inputs: {},
      outputs: { report: port.file('pdf') },
    });
    const write = `require('fs').writeFileSync(process.argv[1], 'pages')`;
    report.implement(
      'program',
      commandBody(report, { argv: [node, '-e', write, { output: 'report' }], filesTo: () => folder }),
    );
    const { report: file } = (await run(report, {})) as { report: { path: string } };
    expect(file).toEqual({ path: join(folder, 'report.pdf') });
    expect(readFileSync(file.path, 'utf8')).toBe('pages');
    nothingIsLeft();
  });
});

describe('a program tells', () => {
  test('its lines go to the log, and percentages move the bar', async () => {
    const code = `console.error('reading'); process.stderr.write('\\r 40 %\\r 80 %\\n'); console.log('done');
      require('fs').copyFileSync(process.argv[1], process.argv[2])`;
    const argv = [node, '-e', code, { input: 'values' }, { output: 'scaled' }];
    const subject = twice({ argv, progress: /(\d+) %/ } as never);
    const lines: string[] = [];
    const reached: number[] = [];
    const progress = (fraction: number): number => reached.push(fraction);
    await run(subject, { values }, { progress, log: line => lines.push(line) });
    expect(lines.filter(line => line !== 'done')).toEqual(['reading', ' 40 %', ' 80 %']);
    expect(lines).toContain('done');
    expect(reached).toEqual([0.4, 0.8]);
  });

  test('a failure ends with the last words of the program and leaves nothing behind', async () => {
    const code = `console.error('Traceback'); console.error('ValueError: the axis is outside'); process.exit(2)`;
    const error = await failure(run(twice({ argv: [node, '-e', code, { output: 'scaled' }] } as never)));
    expect(error.message).toContain('failed with exit code 2');
    expect(error.message).toContain('ValueError: the axis is outside.');
    expect(error.facts).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Traceback') });
    nothingIsLeft();
  });

  test.each([
    ["console.error('OSError: [Errno 28] No space left on device'); process.exit(1)", 'The disk is full'],
    [`console.error("ModuleNotFoundError: No module named 'tomopy'"); process.exit(1)`, 'Python package "tomopy"'],
    ["process.kill(process.pid, 'SIGKILL')", 'The memory was probably too small'],
  ])('%s: says what to do', async (code, advice) => {
    const error = await failure(run(twice({ argv: [node, '-e', code, { output: 'scaled' }] } as never)));
    expect(error.tag).toBe('Resource');
    expect(error.action).toContain(advice);
  });

  test('a program that is not there is a missing need; one that vanishes is a sentence', async () => {
    const subject = twice({ argv: ['no-such-program-x', { output: 'scaled' }] } as never);
    expect(() => chooseImplementation(subject, undefined, {})).toThrow(
      'program needs the program "no-such-program-x", which is not on the PATH',
    );
    const error = await failure(run(subject));
    expect(error.sentence).toMatch(/^The program "no-such-program-x" was not found\. Install it/);
    nothingIsLeft();
  });

  test.each([
    ['process.exit(0)', 'has not written'],
    [`require('fs').writeFileSync(process.argv[1], 'no array at all')`, 'it does not begin as one'],
    [
      `require('fs').writeFileSync(process.argv[1], Buffer.from('\\x93NUMPY\\x01\\x00\\x40\\x00{', 'latin1'))`,
      'ends after',
    ],
  ])('%s: a missing or damaged output is a sentence', async (code, words) => {
    const error = await failure(run(twice({ argv: [node, '-e', code, { output: 'scaled' }] } as never)));
    expect(error.tag).toBe('File');
    expect(error.message).toContain(words);
    nothingIsLeft();
  });

  test('output of another shape or with numbers that do not fit is refused', async () => {
    const print = (json: string) => ({
      argv: [node, '-e', `process.stdout.write('${json}')`],
      stdout: { output: 'scaled', as: 'json' },
    });
    expect((await failure(run(twice(print('[1,2]') as never)))).message).toContain('must be an array of float32');
    expect((await failure(run(twice(print('[[1],[2,3]]') as never)))).message).toContain('nested lists');
  });
});

describe('a program ends', () => {
  /** A program with a child that ignores SIGTERM and a grandchild in a session of its own; each writes its number, then waits. */
  const stubborn = (folder: string): string => `
    const { spawn } = require('child_process');
    const deaf = "process.on('SIGTERM', () => {}); require('fs').writeFileSync(process.argv[1] + '/' + process.pid, ''); setInterval(() => {}, 1000)";
    process.on('SIGTERM', () => {});
    spawn(process.execPath, ['-e', deaf, ${JSON.stringify(folder)}], { stdio: 'inherit' });
    spawn(process.execPath, ['-e', deaf, ${JSON.stringify(folder)}], { detached: true, stdio: 'inherit' }).unref();
    require('fs').writeFileSync(${JSON.stringify(folder)} + '/' + process.pid, '');
    setInterval(() => {}, 1000);`;

  const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

  const isAlive = (pid: string): boolean => {
    try {
      return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    } catch {
      return false;
    }
  };

  async function allStarted(folder: string): Promise<readonly string[]> {
    for (let turn = 0; turn < 500 && readdirSync(folder).length < 3; turn++) await pause(20);
    return readdirSync(folder);
  }

  test('with all that it started when the run is cancelled', async () => {
    const folder = join(freshFolder(), 'pids');
    mkdirSync(folder);
    const subject = twice({ argv: [node, '-e', stubborn(folder), { output: 'scaled' }] } as never);
    const abort = new AbortController();
    const started = run(subject, { values }, { signal: abort.signal });
    const pids = await allStarted(folder);
    expect(pids.filter(isAlive)).toHaveLength(3);
    abort.abort();
    expect((await failure(started)).tag).toBe('Cancelled');
    expect(pids.filter(isAlive)).toEqual([]);
    nothingIsLeft();
  }, 20000);

  test('when its time is over', async () => {
    const folder = join(freshFolder(), 'pids');
    mkdirSync(folder);
    const argv = [node, '-e', stubborn(folder), { output: 'scaled' }];
    const error = await failure(run(twice({ argv, timeoutMs: 1500 } as never)));
    expect(error.message).toContain('was stopped after 1.5 s, its time limit');
    expect(readdirSync(folder).filter(isAlive)).toEqual([]);
    nothingIsLeft();
  }, 20000);

  test('a program leaves no background process when it ends by itself', async () => {
    const folder = join(freshFolder(), 'pids');
    mkdirSync(folder);
    const code = `
      const { spawn } = require('child_process');
      const wait = "require('fs').writeFileSync(process.argv[1] + '/' + process.pid, ''); setInterval(() => {}, 1000)";
      spawn(process.execPath, ['-e', wait, ${JSON.stringify(folder)}], { stdio: 'inherit', detached: true }).unref();
      const fs = require('fs');
      const until = setInterval(() => {
        if (fs.readdirSync(${JSON.stringify(folder)}).length === 0) return;
        clearInterval(until);
        fs.copyFileSync(process.argv[1], process.argv[2]);
      }, 10);`;
    await run(twice({ argv: [node, '-e', code, { input: 'values' }, { output: 'scaled' }] } as never));
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(folder).filter(isAlive)).toEqual([]);
    nothingIsLeft();
  }, 20000);

  test('a program that does not read its input is no error', async () => {
    const big = ndarray(new Float32Array(4e6), [2000, 2000], ['row', 'column']);
    const code = `require('fs').copyFileSync(process.argv[1], process.argv[2])`;
    const spec = {
      argv: [node, '-e', code, { input: 'values' }, { output: 'scaled' }],
      stdin: { input: 'values', as: 'npy' },
    };
    expect(await run(twice(spec as never), { values: big })).toMatchObject({ scaled: { shape: [2000, 2000] } });
  });
});

describe('a body is refused where it is made', () => {
  test('for a place that the contract does not have, or an output that never comes', () => {
    expect(() => twice({ argv: [node, { param: 'colour' }, { output: 'scaled' }] } as never)).toThrow(
      'parameter "colour"',
    );
    expect(() => twice({ argv: [node, { input: 'values' }] } as never)).toThrow('never delivers its output "scaled"');
  });

  test('a full disk is a sentence', async () => {
    const { writeNpy } = await import('../../lib/command/formats/npy.js');
    const { exchangeError } = await import('../../lib/command/formats/file-errors.js');
    if (!existsSync('/dev/full')) return process.stdout.write('skipped: there is no /dev/full\n');
    const cause: unknown = await writeNpy('/dev/full', values).catch((thrown: unknown) => thrown);
    expect(exchangeError('written', '/dev/full', cause)).toMatchObject({
      tag: 'Resource',
      message: 'The disk that holds /dev/full is full.',
    });
  });

  test('a temporary folder that is not there is a sentence', async () => {
    process.env['TMPDIR'] = join(tmpdir(), 'absent');
    writeFileSync(join(exchangeRoot, 'other'), '');
    const argv = [node, '-e', '0', { output: 'scaled' }];
    expect((await failure(run(twice({ argv } as never)))).tag).toBe('File');
  });
});
