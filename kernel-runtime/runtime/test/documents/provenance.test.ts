import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  closePool,
  ct,
  Engine,
  FolderResults,
  openDocument,
  readProvenance,
  repeatOf,
  saveCrate,
  saveVolume,
} from '@daisy-lab/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectSame } from '../support/same-file.ts';
import { freshFolder, smallScan } from '../support/worlds.ts';

const example = join(process.cwd(), 'examples/ct.daisy');
const folder = freshFolder();
const scan = join(folder, 'scan.h5');
const file = join(folder, 'volume.h5');
const engine = Engine.local({ results: null });
let run: ReturnType<typeof engine.run>;

beforeAll(async () => {
  await smallScan(scan);
  run = engine.run(openDocument(example).workflow, { scan } as never, {
    params: { axisPx: 15 } as never,
    use: { 'ct.recon': 'wasm' },
  });
  const outputs = (await run) as Record<string, unknown>;
  await saveVolume(file, outputs, { provenance: run.provenance });
}, 30000);
afterAll(closePool);

describe('where results come from', () => {
  test('DOC-18: a result says document, versions, parameters, inputs, machine, times and bodies', async () => {
    const { provenance, document } = await readProvenance(file);
    expect(document).toBe(readFileSync(example, 'utf8'));
    expect(provenance).toMatchObject({
      algorithm: 'example.ct',
      version: '1.0.0',
      params: { axisPx: 15, filter: 'ramp', quality: 'standard' },
      inputs: { scan },
      use: { 'ct.recon': 'wasm' },
      document: { path: example, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      files: { scan: { path: scan, bytes: readFileSync(scan).length } },
      daisy: expect.stringMatching(/^\d+\./),
      machine: { node: process.version, cores: expect.any(Number) },
    });
    const { started, ended } = provenance.times!;
    expect(Date.parse(started)).toBeLessThanOrEqual(Date.parse(ended!));
    expect(provenance.steps!.map(({ node }) => node).sort()).toEqual([
      'axis',
      'minusLog',
      'normalize',
      'read',
      'recon',
    ]);
    expect(provenance.steps!.find(({ node }) => node === 'recon')).toMatchObject({
      algorithm: 'ct.recon',
      implementation: 'wasm',
      state: 'done',
    });
  });

  test('DOC-18: results in the cache say it too', async () => {
    const results = new FolderResults(freshFolder());
    await Engine.local({ results }).run(ct.full, { scan } as never, { params: { axisPx: 15 } });
    const again = Engine.local({ results }).run(ct.full, { scan } as never, { params: { axisPx: 15 } });
    await again;
    expect(again.provenance.steps!.some(({ state }) => state === 'cached')).toBe(true);
  }, 30000);

  test('DOC-19: a result is computed again from its file alone', async () => {
    const { algorithm, inputs, params, use, warnings } = await repeatOf(file);
    expect(warnings).toEqual([]);
    const second = engine.run(algorithm, inputs as never, { params: params as never, use });
    const copy = await saveVolume(join(folder, 'again.h5'), (await second) as never, { provenance: second.provenance });
    await expectSame(copy, file);
  }, 30000);

  test('DOC-19: changed and missing inputs are told', async () => {
    const other = freshFolder();
    const moved = await smallScan(join(other, 'scan.h5'));
    const made = engine.run(ct.full, { scan: moved } as never, { params: { axisPx: 15 } });
    const saved = await saveVolume(join(other, 'v.h5'), (await made) as never, { provenance: made.provenance });
    appendFileSync(moved, 'x');
    expect((await repeatOf(saved)).warnings).toEqual([`${moved} has changed since.`]);
    rmSync(moved);
    await expect(repeatOf(saved)).rejects.toThrow('is no longer there');
    await expect(repeatOf(scan)).rejects.toThrow('does not say how it was computed');
  }, 30000);
});

interface Entity {
  readonly '@id': string;
  readonly '@type': string | readonly string[];
  readonly [name: string]: unknown;
}

const typesOf = (entity: Entity): readonly string[] => [entity['@type']].flat();

/** What RO-Crate 1.3 and the three Workflow Run profiles 0.6 require, by the shape of the JSON-LD. */
function checkCrate(path: string): ReadonlyMap<string, Entity> {
  const crate = JSON.parse(readFileSync(path, 'utf8')) as { '@context': unknown; '@graph': readonly Entity[] };
  expect(crate['@context']).toEqual([
    'https://w3id.org/ro/crate/1.3/context',
    'https://w3id.org/ro/terms/workflow-run/context',
  ]);
  const byId = new Map(crate['@graph'].map(entity => [entity['@id'], entity]));
  expect(byId.size).toBe(crate['@graph'].length);
  const refs = (value: unknown): readonly string[] =>
    [value].flat().flatMap(one => (typeof one === 'object' && one !== null ? [(one as Entity)['@id']] : []));
  const ofType = (type: string): readonly Entity[] => crate['@graph'].filter(entity => typesOf(entity).includes(type));
  for (const entity of crate['@graph']) {
    for (const [name, value] of Object.entries(entity)) {
      if (name.startsWith('@') || name === 'actionStatus') continue;
      for (const id of refs(value)) {
        if (id !== 'https://w3id.org/ro/crate/1.3')
          expect([entity['@id'], name, id, byId.has(id)]).toEqual([entity['@id'], name, id, true]);
      }
    }
  }
  const root = byId.get('./')!;
  const [main] = refs(root['mainEntity']);
  expect(byId.get('ro-crate-metadata.json')).toMatchObject({ '@type': 'CreativeWork', about: { '@id': './' } });
  expect(root).toMatchObject({
    '@type': 'Dataset',
    name: expect.any(String),
    description: expect.any(String),
    license: {},
  });
  expect(Date.parse(root['datePublished'] as string)).not.toBeNaN();
  expect(refs(root['conformsTo'])).toEqual(
    expect.arrayContaining([
      'https://w3id.org/ro/wfrun/process/0.6',
      'https://w3id.org/ro/wfrun/workflow/0.6',
      'https://w3id.org/workflowhub/workflow-ro-crate/1.1',
    ]),
  );
  const workflow = byId.get(main!)!;
  expect(typesOf(workflow)).toEqual(expect.arrayContaining(['File', 'SoftwareSourceCode', 'ComputationalWorkflow']));
  expect(refs(root['hasPart'])).toContain(main);
  const runs = ofType('CreateAction').filter(action => refs(action['instrument'])[0] === main);
  expect(runs).toHaveLength(1);
  expect(refs(root['mentions'])).toContain(runs[0]!['@id']);
  for (const id of [...refs(workflow['input']), ...refs(workflow['output'])]) {
    expect(byId.get(id)).toMatchObject({ '@type': 'FormalParameter', additionalType: expect.any(String) });
  }
  for (const id of [...refs(runs[0]!['object']), ...refs(runs[0]!['result'])]) {
    expect(['File', 'PropertyValue']).toContain(byId.get(id)!['@type']);
    expect(refs(byId.get(id)!['exampleOfWork']).every(formal => byId.get(formal)!['@type'] === 'FormalParameter')).toBe(
      true,
    );
  }
  if (!refs(root['conformsTo']).includes('https://w3id.org/ro/wfrun/provenance/0.6')) return byId;
  expect(typesOf(workflow)).toContain('HowTo');
  const tools = refs(workflow['hasPart']);
  for (const step of refs(workflow['step'])) expect(tools).toContain(refs(byId.get(step)!['workExample'])[0]);
  for (const control of ofType('ControlAction')) {
    expect(byId.get(refs(control['instrument'])[0]!)!['@type']).toBe('HowToStep');
    const action = byId.get(refs(control['object'])[0]!)!;
    expect([action['@type'], tools.includes(refs(action['instrument'])[0]!)]).toEqual(['CreateAction', true]);
  }
  const [organized] = ofType('OrganizeAction');
  expect(refs(organized!['result'])).toEqual([runs[0]!['@id']]);
  expect(refs(organized!['object'])).toHaveLength(ofType('ControlAction').length);
  return byId;
}

describe('crates', () => {
  test('DOC-20: a run is a Provenance Run Crate, with every step and the document', async () => {
    const crate = join(folder, 'crate');
    const path = await run.toCrate(crate);
    const byId = checkCrate(path);
    expect(byId.get('./')!['conformsTo']).toContainEqual({ '@id': 'https://w3id.org/ro/wfrun/provenance/0.6' });
    expect([...byId.values()].filter(entity => entity['@type'] === 'HowToStep')).toHaveLength(5);
    expect(byId.get('#param-value-axisPx')).toMatchObject({ value: '15', exampleOfWork: { '@id': '#param-axisPx' } });
    expect(readFileSync(join(crate, 'workflow.daisy'), 'utf8')).toBe(readFileSync(example, 'utf8'));
    expect(byId.get('provenance.json')).toMatchObject({ about: { '@id': '#run' } });
    await expect(saveCrate(crate, run)).rejects.toThrow('exists already');
  });

  test('DOC-20: files in the folder and copied ones are parts, others are referred to', async () => {
    const inside = checkCrate(await saveCrate(folder, file));
    expect(inside.get('volume.h5')).toMatchObject({ '@type': 'File', contentSize: String(readFileSync(file).length) });
    const copied = join(folder, 'copied');
    const byId = checkCrate(
      await saveCrate(copied, file, { copy: true, license: 'https://spdx.org/licenses/CC-BY-4.0' }),
    );
    expect([existsSync(join(copied, 'scan.h5')), existsSync(join(copied, 'volume.h5'))]).toEqual([true, true]);
    expect(byId.get('./')!['license']).toEqual({ '@id': 'https://spdx.org/licenses/CC-BY-4.0' });
  });
});

/** The command, with a cache of its own. */
function daisy(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise(done => {
    const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
    const env = { ...process.env, NODE_OPTIONS: '', DAISY_CACHE: join(folder, 'cache') };
    const child = spawn(process.execPath, [program, ...args], { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    child.on('close', code => done({ code, out, err }));
  });
}

describe('the command line', () => {
  test('runs a document, repeats a result with another parameter, makes a crate', async () => {
    const [first, second] = [join(folder, 'cli.h5'), join(folder, 'cli-again.h5')];
    const flags = ['--scan', scan, '--axis', '15', '--quiet'];
    expect(await daisy('run', example, ...flags, '--out', first)).toMatchObject({ code: 0, err: '' });
    expect((await readProvenance(first)).provenance.params).toMatchObject({ filter: 'hann', axisPx: 15 });
    expect(await daisy('run', '--from', first, '--filter', 'ramp', '--quiet', '--out', second)).toMatchObject({
      code: 0,
    });
    expect((await readProvenance(second)).provenance.params).toMatchObject({ filter: 'ramp', axisPx: 15 });
    const made = await daisy('crate', second, '--to', join(folder, 'cli-crate'));
    expect(made).toMatchObject({ code: 0, err: '' });
    checkCrate(made.out.trim());
  }, 60000);

  test('checks, describes, plans and translates a document', async () => {
    expect(await daisy('doc', example)).toMatchObject({ code: 0, out: expect.stringContaining('proj <- read.proj') });
    expect((await daisy('doc', example, '--typescript')).out).toContain('w.step(ct.recon');
    expect((await daisy('doc', example, '--plan', '--scan', scan)).out).toMatch(/recon: (new|cached|stale), wasm/);
    expect(await daisy('doc', example, '--migrate')).toMatchObject({ code: 0, out: 'Nothing to change.\n' });
    expect(await daisy('doc', scan)).toMatchObject({ code: 2, out: '' });
    expect((await daisy('describe', 'ct.recon', '--markdown')).out).toContain('# Reconstruct slices');
    expect(JSON.parse((await daisy('describe', example, '--schema')).out)).toMatchObject({ title: 'example.ct 1.0.0' });
  }, 60000);
});
