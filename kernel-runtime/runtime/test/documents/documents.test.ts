import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  algorithm,
  closePool,
  Contracts,
  catalogue,
  ct,
  Engine,
  openDocument,
  openScan,
  port,
  saveDocument,
  toTypeScript,
  workflow,
} from '@daisy-lab/runtime';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createServices } from '../../lib/services/index.js';
import { referenceFiles } from '../../lib/documents/reference.js';
import { freshFolder, smallScan } from '../support/worlds.ts';

const example = join(process.cwd(), 'examples/ct.daisy');
const engine = Engine.local({ results: null });
afterAll(closePool);

const double = algorithm('own.double', {
  version: '1.0.0',
  title: 'Double',
  inputs: { x: port.number() },
  outputs: { y: port.number() },
}).implement('plain', { run: ({ inputs }) => ({ y: 2 * inputs.x }) });
const four = workflow('own.four', { version: '1.0.0', title: 'Times four', inputs: { x: port.number() } }, (w, given) =>
  w.step(double, { x: w.step(double, given).y }),
);

describe('documents in a notebook', () => {
  test('the example computes what the workflow that Daisy brings computes', async () => {
    const scan = await smallScan(join(freshFolder(), 'scan.h5'));
    const { workflow: steps, params, problems } = openDocument(example);
    expect(problems).toEqual([]);
    expect(params).toEqual({ filter: 'hann' });
    const { volume } = (await engine.run(steps, { scan } as never, { params: { ...params, axisPx: 15 } })) as {
      volume: { data: Float32Array };
    };
    const known = await engine.run(ct.full, { scan: await openScan(scan) }, { params: { filter: 'hann', axisPx: 15 } });
    expect(Buffer.compare(bytes(volume.data), bytes(known.volume.data))).toBe(0);
  }, 30000);

  test('DOC-15: paths start from the folder of the document', () => {
    const folder = freshFolder();
    copyFileSync(example, join(folder, 'ct.daisy'));
    expect(openDocument(join(folder, 'ct.daisy')).inputs).toEqual({ scan: join(folder, 'phantom-256x64x181.h5') });
  });

  test('a workflow of own algorithms is saved, opened with them, and run', async () => {
    const path = saveDocument(join(freshFolder(), 'four.daisy'), four, { inputs: { x: 3 } });
    const opened = openDocument(path, { catalogue: [double] });
    expect(await engine.run(opened.workflow, opened.inputs as never)).toEqual({ y: 12 });
    const stranger = openDocument(path);
    expect(stranger.problems[0]!.message).toBe('Step "double" needs the algorithm own.double, which is not installed.');
    expect(() => stranger.workflow).toThrow('not installed');
    expect(() => saveDocument(path, four)).toThrow('exists already');
    saveDocument(path, readFileSync(path, 'utf8'), { overwrite: true });
  });

  test('DOC-6: a broken document opens with the reason', () => {
    const path = join(freshFolder(), 'broken.daisy');
    writeFileSync(path, '{ "daisy": 2, ');
    expect(openDocument(path)).toMatchObject({ document: null, text: '{ "daisy": 2, ', inputs: {} });
    expect(() => openDocument(path).workflow).toThrow('no valid JSON');
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
    expect(() => openDocument(path)).toThrow('cannot be read');
    expect(() => openDocument(join(path, 'x'))).toThrow('cannot be read');
    expect(() => openDocument('nowhere.daisy')).toThrow('There is no document');
  });

  test('DOC-14: the code of the example compiles and names what Daisy exports', () => {
    const ts = createRequire(import.meta.url)('typescript') as typeof import('typescript');
    const code = toTypeScript(openDocument(example).document!, Contracts.of(catalogue));
    const file = join(process.cwd(), 'kernel-runtime/runtime/test/documents/example-code.ts');
    const options = {
      ...{ noEmit: true, strict: true, skipLibCheck: true, types: ['node'], target: ts.ScriptTarget.ES2022 },
      ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = name => name === file || fileExists(name);
    host.getSourceFile = (name, version, ...rest) =>
      name === file ? ts.createSourceFile(name, code, version) : getSourceFile.call(host, name, version, ...rest);
    const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  }, 60000);
});

describe('documents for screens', () => {
  test('DOC-16: a canvas gets text, problems and contract, and starts a run of a document', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'phantom-256x64x181.h5'));
    copyFileSync(example, join(folder, 'ct.daisy'));
    const { services, close } = createServices({ emit: () => undefined, cwd: folder });
    const call = { signal: new AbortController().signal } as never;
    const opened = await services['document.open']!({ path: 'ct.daisy' }, call);
    expect(opened.result).toMatchObject({
      contract: { id: 'example.ct' },
      path: join(folder, 'ct.daisy'),
    });
    const text = opened.result.text.replace('"ct.recon"', '"ct.recom"');
    expect((await services['document.check']!({ path: 'ct.daisy', text }, call)).result).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ path: 'workflow.nodes[4].algorithm' })]),
      contract: null,
    });
    const out = join(folder, 'volume.h5');
    const request = { algorithm: 'ct.daisy', inputs: {}, params: { axisPx: 15 }, outputs: { volume: out } };
    const started = await services['run.start']!(request, call);
    for (let state = 'running'; ['running', 'queued'].includes(state);) {
      await new Promise(resolve => setTimeout(resolve, 50));
      const { result } = await services['run.status']!({ run: started.result.run }, call);
      state = result.state;
      if (state === 'done') expect(result.outputs).toEqual({ volume: out });
      expect(result.error).toBeNull();
    }
    expect(scan).toContain(folder);
    await close();
  }, 30000);
});

test('DOC-17: the reference documentation is up to date; else run "npm run reference"', () => {
  for (const [name, text] of referenceFiles(catalogue)) {
    expect([name, readFileSync(join(process.cwd(), 'docs/reference', name), 'utf8')]).toEqual([name, text]);
  }
});

const bytes = (data: ArrayBufferView): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
