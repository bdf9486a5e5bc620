import { join } from 'node:path';
import { KernelClient } from '../runtime/test/kernel/kernel-client.js';
import type { Benchmark } from './bench.js';

/** Requests on the control channel by a ZeroMQ client, without a server between. */
const benchmark: Benchmark = {
  group: 'kernel',
  name: 'rpc',
  async run({ record }) {
    const kernel = await KernelClient.start({
      program: join(process.cwd(), 'kernel-runtime/runtime/lib/kernel/main.js'),
    });
    const note = (what: string, times: number[]): void => {
      times.sort((a, b) => a - b);
      const of = (fraction: number): number => times[Math.floor(fraction * (times.length - 1))]!;
      record({ case: `${what}: p50`, value: of(0.5), unit: 'ms', threads: 2 });
      const bar = what === 'tiny while a cell spins' ? { bar: '<= 10 ms' } : {};
      record({ case: `${what}: p95`, value: of(0.95), unit: 'ms', threads: 2, ...bar });
    };
    const times = async (count: number, method: string, params: object): Promise<number[]> => {
      const all: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        await kernel.rpc(method, params);
        all.push(performance.now() - start);
      }
      return all;
    };
    const atOnce = async (count: number): Promise<number> => {
      const start = performance.now();
      await Promise.all(Array.from({ length: count }, () => kernel.rpc('rpc.probe', { bytes: 0 })));
      return performance.now() - start;
    };
    await kernel.value('1');
    await times(50, 'algorithms.list', {});
    note('tiny', await times(500, 'rpc.probe', { bytes: 0 }));
    note('tiny, answered by the services', await times(500, 'algorithms.list', {}));
    note('4 MiB', await times(50, 'rpc.probe', { bytes: 4 << 20 }));
    record({ case: '1,000 at once', value: await atOnce(1000), unit: 'ms', threads: 2 });

    const flood = kernel.execute('for (let i = 0; i < 200_000; i++) console.log(`line ${i}`);');
    record({ case: '4,000 at once during 200,000 prints', value: await atOnce(4000), unit: 'ms', threads: 2 });
    await flood;

    void kernel.execute('console.log("spinning"); while (true) {}');
    await kernel.until(() => kernel.iopub.some(({ content }) => content['text'] === 'spinning\n'));
    note('tiny while a cell spins', await times(500, 'rpc.probe', { bytes: 0 }));
    note('tiny, answered by the services, while a cell spins', await times(500, 'algorithms.list', {}));
    note('4 MiB while a cell spins', await times(50, 'rpc.probe', { bytes: 4 << 20 }));
    await kernel.stop();
  },
};

export default benchmark;
