/** The link of the screens to a kernel, by the product's own client in the real page and through the real server. */
import assert from 'node:assert/strict';
import { before, after, test } from 'node:test';
import { closeEverything } from '../harness/lab.mjs';
import { pageClient } from '../harness/page-client.mjs';
import { eventually } from '../harness/pictures.mjs';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function kernelLinkSuite(lab) {
  before(async () => {
    const { page } = lab();
    await closeEverything(page);
    await page.evaluate(await pageClient());
    await page.evaluate(openSession);
  });
  after(() => lab().page.evaluate(() => window.session.shutdown()));

  test(
    'RPC-3: 4,000 requests at once while a cell floods the page with prints get 4,000 replies',
    {
      timeout: 120_000,
    },
    async () => {
      const replies = await lab().page.evaluate(async () => {
        const { kernel } = window.session;
        const flood = kernel.requestExecute({ code: 'for (let i = 0; i < 200_000; i++) console.log(`line ${i}`);' });
        const bytes = Array.from({ length: 4000 }, (_, i) => i % 10);
        const replies = await Promise.all(bytes.map(bytes => window.link.request('rpc.probe', { bytes })));
        await flood.done;
        return replies.filter(({ result }, i) => result.bytes === bytes[i]).length;
      });
      assert.equal(replies, 4000);
    },
  );

  test('RPC-10: 40 MiB arrive in pages, every byte in its place', { timeout: 120_000 }, async () => {
    const [bytes, wrong] = await lab().page.evaluate(async () => {
      const { data } = (await window.link.request('rpc.probe', { bytes: 40 << 20 })).arrays.data;
      return [data.length, data.findIndex((value, i) => value !== i % 251)];
    });
    assert.deepEqual([bytes, wrong], [40 << 20, -1]);
  });

  test('RPC-9: requests under way when the websocket breaks get one reply each', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const counts = await page.evaluate(async () => {
      const { kernels } = window.jupyterapp.serviceManager;
      // With a second client the server keeps nothing for the one that is gone: its replies are lost.
      const other = kernels.connectTo({ model: window.session.kernel.model, handleComms: false });
      await other.info;
      let settled = 0;
      const all = Array.from({ length: 200 }, (_, i) =>
        window.link.request(i % 2 ? 'algorithms.list' : 'hello', {}).finally(() => settled++),
      );
      window.session.kernel._ws.close(4001, 'the cable was pulled');
      const replies = await Promise.all(all);
      const { _futures: futures } = window.session.kernel;
      const deadline = performance.now() + 20_000;
      while (futures.size >= 5 && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
      other.dispose();
      return [replies.length, settled, futures.size];
    });
    assert.deepEqual(counts.slice(0, 2), [200, 200]);
    assert.ok(counts[2] < 5, `${counts[2]} futures were left behind`);
  });

  test(
    'RPC-12: events reach the screens, also those that were sent while the page was cut off',
    {
      timeout: 120_000,
    },
    async () => {
      const { page } = lab();
      const threads = await page.evaluate(async () => {
        const seen = [];
        window.link.onEvent(({ topic, value }) => topic === 'session' && seen.push(value.threads));
        const { kernels } = window.jupyterapp.serviceManager;
        const other = kernels.connectTo({ model: window.session.kernel.model, handleComms: false });
        await other.info;
        const session = { kernel: other, disposed: new window.session.disposed.constructor({}) };
        session.kernelChanged = session.disposed;
        const second = await window.daisyLink(session);
        window.session.kernel._ws.close(4001, 'the cable was pulled');
        await second.request('session.configure', { threads: 1 });
        const deadline = performance.now() + 20_000;
        while (!seen.includes(1) && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
        await second.request('session.configure', { threads: 0 });
        other.dispose();
        return seen;
      });
      assert.ok(threads.includes(1), `events: ${threads}`);
    },
  );

  test('RPC-11: where the server swallows Daisy requests they travel on a comm', { timeout: 120_000 }, async () => {
    const reply = await lab().page.evaluate(async () => {
      const { sessions } = window.jupyterapp.serviceManager;
      const kernel = { name: 'daisy-typescript' };
      const session = await sessions.startNew({ name: 'comm', path: 'comm', type: 'test', kernel });
      await session.kernel.info;
      session.kernel.sendControlMessage = () => ({ done: new Promise(() => undefined), dispose: () => undefined });
      const link = await window.daisyLink(session);
      const { arrays } = await link.request('rpc.probe', { bytes: 1000 });
      const epoch = (await link.request('hello', {})).result.epoch;
      await session.shutdown();
      return { epoch, bytes: arrays.data.data.length, last: arrays.data.data[999] };
    });
    assert.match(reply.epoch, /^[0-9a-f-]{36}$/);
    assert.deepEqual([reply.bytes, reply.last], [1000, 999 % 251]);
  });

  test(
    'the link comes back after the kernel was killed, and knows that it is another',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      const before = await page.evaluate(async () => (await window.link.request('hello', {})).result.epoch);
      const states = page.evaluate(async () => {
        const states = [];
        window.link.onState(state => states.push(state));
        const deadline = performance.now() + 40_000;
        while (!(states.includes('restarting') && states.at(-1) === 'ready') && performance.now() < deadline)
          await new Promise(resolve => setTimeout(resolve, 50));
        return states;
      });
      await page.evaluate(() => {
        window.session.kernel
          .requestExecute({ code: "process.kill(process.pid, 'SIGKILL')" })
          .done.catch(() => undefined);
      });
      assert.equal((await states).at(-1), 'ready', String(await states));
      const epoch = await eventually(
        () => page.evaluate(async () => (await window.link.request('hello', {})).result.epoch).catch(() => before),
        epoch => epoch !== before,
        'a new kernel answers',
      );
      assert.notEqual(epoch, before);
    },
  );

  test(
    'a kernel that is shut down elsewhere while a page connects to it is replaced, before and after the page hears of it',
    { timeout: 120_000 },
    async () => {
      const { epochs, states } = await lab().page.evaluate(async () => {
        const { sessions, serverSettings } = window.jupyterapp.serviceManager;
        // Past the session manager of the page, as another window does it.
        const shutDown = async () => {
          const { id } = [...sessions.running()].find(({ path }) => path === 'Daisy.apps');
          await fetch(`${serverSettings.baseUrl}api/sessions/${id}`, {
            method: 'DELETE',
            headers: { Authorization: `token ${serverSettings.token}` },
          });
        };
        const epoch = async link => (await link.request('hello', {})).result.epoch;
        const links = [window.daisyOwnLink(), window.daisyOwnLink(), window.daisyOwnLink()];
        const epochs = [await epoch(links[0])];
        await shutDown();
        epochs.push(await epoch(links[1])); // the page's list still names the kernel that is gone
        const third = epoch(links[2]);
        await shutDown();
        epochs.push(await third.catch(() => epoch(links[2]))); // it was asked and ended: an error, and the next request works
        const states = links.map(({ state }) => state);
        await shutDown();
        return { epochs, states };
      });
      assert.equal(new Set(epochs).size, 3, String(epochs));
      assert.equal(states[2], 'ready');
    },
  );
}

/** Starts a session and a link to it, in the page. */
async function openSession() {
  const { sessions } = window.jupyterapp.serviceManager;
  const kernel = { name: 'daisy-typescript' };
  window.session = await sessions.startNew({ name: 'link', path: 'link', type: 'test', kernel });
  await window.session.kernel.info;
  window.link = await window.daisyLink(window.session);
}
