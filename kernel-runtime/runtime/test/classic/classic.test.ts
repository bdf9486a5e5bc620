import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { DaisyError } from '@daisy-lab/runtime';
import { classic, closePool, ct, Engine, openScan, withSource, type NdArray } from '@daisy-lab/runtime';
import { freshFolder, smallScan } from '../support/worlds.ts';

afterAll(closePool);

async function failure(promise: PromiseLike<unknown>): Promise<DaisyError> {
  try {
    await promise;
  } catch (thrown) {
    return thrown as DaisyError;
  }
  throw new Error('nothing was thrown');
}

/** Example 1 of docs/classic.md. */
class AlgHelloDaisy extends classic.DaisyAlg {
  override initialize(): boolean {
    this.data = this.get('DataStore').data();
    this.LogInfo('initialized');
    return true;
  }

  override async execute({
    input_dataobj = 'name',
    output_dataobj = 'greeting',
  }: classic.Arguments = {}): Promise<boolean> {
    const name = this.data.has(String(input_dataobj)) ? await this.data.get(String(input_dataobj)) : 'Daisy';
    await this.data.set(String(output_dataobj), `${this.cfg['words'] ?? 'Hello'} ${name}`);
    return true;
  }
}
classic.registerClass('PyAlgorithms.AlgHelloDaisy', AlgHelloDaisy);

/** Example 2 of docs/classic.md. */
class WorkflowCTReconstruct extends classic.PyWorkflow {
  override async execute(): Promise<boolean> {
    await this.engine['load']!.execute({ input_path: '/exchange/data', output_dataobj: 'tomodata' });
    await this.engine['load']!.execute({ input_path: '/exchange/data_dark', output_dataobj: 'darkdata' });
    await this.engine['load']!.execute({ input_path: '/exchange/data_white', output_dataobj: 'flatdata' });
    await this.engine['normalize']!.execute({
      projs_dataobj: 'tomodata',
      darks_dataobj: 'darkdata',
      flats_dataobj: 'flatdata',
      output_dataobj: 'normdata',
    });
    await this.engine['angles']!.execute({ input_dataobj: 'normdata', output_dataobj: 'thetas' });
    await this.engine['minuslog']!.execute({ input_dataobj: 'normdata', output_dataobj: 'mlogdata' });
    await this.engine['reconstruct']!.execute({
      input_dataobj: 'mlogdata',
      theta: 'thetas',
      center: 15,
      alg_type: 'fbp',
      output_dataobj: 'recodata',
    });
    await this.engine['savedata']!.execute({ input_dataobj: 'recodata', output_path: '/entry/reco' });
    return true;
  }
}

describe('a classic script', () => {
  test('runs an algorithm class of its own, by init_dict and cfg_dict', async () => {
    const wf = classic.CreateWorkflowEngine({ class_name: 'PyWorkflowEngine', name: 'workflow' });
    await wf.initialize({ default_init: { helloDaisy: { class_name: 'PyAlgorithms.AlgHelloDaisy' } } });
    await wf['helloDaisy']!.execute();
    expect(await wf.datastore.get('greeting')).toBe('Hello Daisy');
    await wf.config({ default_cfg: '{"helloDaisy": {"words": "Ni hao"}}' });
    await wf.datastore.set('name', 'HEPS');
    await wf['helloDaisy']!.execute({ input_dataobj: 'name', output_dataobj: 'greeting' });
    expect(await wf.datastore.get('greeting')).toBe('Ni hao HEPS');
    expect([wf.keys(), wf.datastore.keys()]).toEqual([['helloDaisy'], ['name', 'greeting']]);
    await wf.finalize();
    expect(wf.datastore.keys()).toEqual([]);
  });

  test('reconstructs a scan step by step, to the same values as the workflow of contracts', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'scan.h5'));
    const out = join(folder, 'tomopy_scan.h5');
    const wf = new WorkflowCTReconstruct('WorkflowCTReconstruct');
    await wf.initialize({
      workflow_engine: 'PyWorkflowEngine',
      workflow_environment: {
        load: { class_name: 'LoadHDF5' },
        normalize: { class_name: 'AlgTomopyNormalize' },
        angles: { class_name: 'AlgTomopyAngles' },
        minuslog: { class_name: 'AlgTomopyMinuslog' },
        reconstruct: { class_name: 'AlgTomopyRecon' },
        savedata: { class_name: 'SaveHDF5', init_paras: { outputfile_name: out } },
      },
      algorithms_cfg: { load: { inputfile_name: scan } },
    });
    await wf.execute();
    const reco = (await wf.get_data('recodata')) as NdArray;
    const { volume } = await Engine.local().run(ct.full, { scan: await openScan(scan) }, { params: { axisPx: 15 } });
    expect([...reco.data]).toEqual([...volume.data]);
    expect(wf.data_keys()).toEqual(['tomodata', 'darkdata', 'flatdata', 'normdata', 'thetas', 'mlogdata', 'recodata']);
    expect(existsSync(out)).toBe(false);
    await wf.finalize();
    const stored = await withSource(out, source => source.read('/entry/reco'));
    expect([...stored.data]).toEqual([...volume.data]);
  }, 30000);

  test('scatters pieces over an algorithm that says how it is split', async () => {
    class Squares extends classic.DaisyAlg {
      execute(): boolean {
        return true;
      }
      async split({ input_dataobj }: classic.Arguments): Promise<readonly number[]> {
        return (await this.data.get(String(input_dataobj))) as number[];
      }
      multi_execute(item: number): number {
        return item * item;
      }
      async join(outputs: readonly number[], { output_dataobj }: classic.Arguments): Promise<void> {
        await this.data.set(String(output_dataobj), outputs);
      }
    }
    classic.registerClass('Squares', Squares);
    const wf = classic.CreateWorkflowEngine({ name: 'workflow' });
    wf.createAlg('Squares/squares');
    await wf.datastore.set('numbers', [1, 2, 3]);
    await wf.scatter('squares', { input_dataobj: 'numbers', output_dataobj: 'squares' });
    expect(await wf.datastore.get('squares')).toEqual([1, 4, 9]);
  });

  test('names any contract by its id', async () => {
    const wf = classic.CreateWorkflowEngine({ name: 'workflow' });
    wf.createAlg('image.gaussianFilter/smooth');
    const images = { dtype: 'float32', shape: [1, 4, 4], axes: ['a', 'b', 'c'], data: new Float32Array(16).fill(2) };
    await wf.datastore.set('raw', images);
    await wf['smooth']!.config({ sigmaPx: 2 });
    await wf['smooth']!.execute({ input_dataobj: 'raw', output_dataobj: 'smoothed' });
    const smoothed = (await wf.datastore.get('smoothed')) as NdArray<'float32'>;
    expect(smoothed.data.every(value => Math.abs(value - 2) < 1e-6)).toBe(true);
  });

  test('mistakes are one sentence that names what there is', async () => {
    const wf = classic.CreateWorkflowEngine({ name: 'workflow' });
    wf.createAlg('AlgTomopyMinuslog/minuslog');
    wf.createAlg('AlgTomopyRecon/recon');
    expect(() => wf['normalize']).toThrow('no algorithm "normalize"');
    expect(() => wf.createAlg('AlgNothing/x')).toThrow('no class "AlgNothing"');
    expect(() => wf.createAlg('AlgTomopyMinuslog/minuslog')).toThrow('already');
    const missing = await failure(Promise.resolve(wf['minuslog']!.execute({ input_dataobj: 'normdata' })));
    expect(missing.sentence).toBe('There is no object "normdata". List the objects that there are.');
    const strange = await failure(Promise.resolve(wf['minuslog']!.execute({ colour: 'red' })));
    expect(strange.sentence).toContain(
      'no argument "colour". It takes input_dataobj, output_dataobj, transmission_dataobj',
    );
    expect(() => wf['recon']!.execute({ alg_type: 'sirt' })).toThrow('no reconstruction "sirt"');
    expect(() => wf['recon']!.config('[1]')).toThrow('no JSON object');
  });
});
