/** Requests from a page to its kernel and back, through a Jupyter server without any extension of ours, in a bare Chromium. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startJupyterServer } from '../../scripts/phases/jupyter-server.mjs';
import { demoFolder, demoScan, inRoot } from '../../scripts/setup/paths.mjs';
import { openBareLab } from './harness/bare-browser.mjs';
import { pageClient } from './harness/page-client.mjs';

export default {
  group: 'kernel',
  name: 'rpc-page',
  async run({ record }) {
    await measure('', ['--ServerApp.jpserver_extensions=daisy_lab=False'], row => record({ ...row, threads: 2 }));
    await measure(', TCP_NODELAY', [], row => {
      if (/comm|tiny/.test(row.case)) record({ ...row, threads: 2 });
    });
  },
};

/** Of the medians. */
const bars = {
  tiny: { bar: '<= 2 ms' },
  'tiny while a cell spins': { bar: '<= 2 ms' },
  '4 MiB': { bar: '<= 40 ms' },
};

async function measure(server, args, record) {
  const scratch = mkdtempSync(join(tmpdir(), 'daisy-rpc-'));
  const folder = join(scratch, 'work');
  mkdirSync(folder);
  cpSync(join(demoFolder, demoScan), join(folder, demoScan));
  const jupyter = await startJupyterServer({
    folder,
    state: join(scratch, 'state'),
    port: 0,
    configFolders: [inRoot('jupyter-config/dev')],
    args: ['--expose-app-in-browser', ...args],
    log: 'jupyterlab-rpc-bench.log',
  });
  let page;
  try {
    page = await openBareLab(jupyter);
    await page.addScript(await pageClient());
    await page.evaluate(openLink);
    const note = (what, times) => {
      times.sort((a, b) => a - b);
      const of = fraction => times[Math.floor(fraction * (times.length - 1))];
      record({ case: `${what}${server}: p50`, value: of(0.5), unit: 'ms', ...bars[what] });
      record({ case: `${what}${server}: p95`, value: of(0.95), unit: 'ms' });
    };
    note('tiny', await page.evaluate(probes, 0, 300));
    note('tiny, answered by the services', await page.evaluate(listings, 200));
    note('1 MiB', await page.evaluate(probes, 2 ** 20, 40));
    note('4 MiB', await page.evaluate(probes, 2 ** 22, 40));
    note('16 MiB in four pages', await page.evaluate(probes, 2 ** 24, 10));
    const many = await page.evaluate(atOnce, 1000);
    record({ case: `1,000 tiny at once${server}`, value: many, unit: 'ms', bar: '<= 800 ms' });
    record({ case: `batch of 200 tiny${server}`, value: await page.evaluate(batch, 200), unit: 'ms' });
    note('tiny on a comm', await page.evaluate(onComm, 100));
    await page.evaluate(spin);
    note('tiny while a cell spins', await page.evaluate(probes, 0, 300));
    note('4 MiB while a cell spins', await page.evaluate(probes, 2 ** 22, 40));
    await page.evaluate(() => window.session.shutdown());
  } finally {
    await page?.close();
    await jupyter.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/* What follows runs in the page. */

async function openLink() {
  const { sessions } = window.jupyterapp.serviceManager;
  const kernel = { name: 'daisy-typescript' };
  window.session = await sessions.startNew({ name: 'bench', path: 'bench', type: 'bench', kernel });
  await window.session.kernel.info;
  window.link = await window.daisyLink(window.session);
  await window.session.kernel.requestExecute({ code: '1' }).done;
  for (let i = 0; i < 20; i++) await window.link.request('files.list', { folder: '', extensions: ['.h5'] });
}

async function probes(bytes, count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await window.link.request('rpc.probe', { bytes });
    times.push(performance.now() - start);
  }
  return times;
}

async function listings(count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await window.link.request('algorithms.list', {});
    times.push(performance.now() - start);
  }
  return times;
}

async function atOnce(count) {
  const start = performance.now();
  await Promise.all(Array.from({ length: count }, () => window.link.request('rpc.probe', { bytes: 0 })));
  return performance.now() - start;
}

async function batch(count) {
  const start = performance.now();
  await window.link.batch(Array.from({ length: count }, () => ({ method: 'rpc.probe', params: { bytes: 0 } })));
  return performance.now() - start;
}

async function onComm(count) {
  const comm = window.session.kernel.createComm('daisy.rpc.v1');
  let answered;
  comm.onMsg = () => answered();
  comm.open();
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    const reply = new Promise(resolve => (answered = resolve));
    comm.send({ v: 1, id: `comm-${i}`, method: 'rpc.probe', params: { bytes: 0 } });
    await reply;
    times.push(performance.now() - start);
  }
  return times;
}

async function spin() {
  const future = window.session.kernel.requestExecute({ code: "console.log('spinning'); while (true) {}" });
  await new Promise(resolve => (future.onIOPub = ({ header }) => header.msg_type === 'stream' && resolve()));
}
