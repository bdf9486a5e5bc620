/** Images and curves: what a frame costs, and how fast linked views follow. */
import { closeEverything } from '../harness/lab.mjs';
import { demoScan } from '../../../scripts/setup/paths.mjs';

export async function viewRows(lab, row) {
  const { page } = lab;
  await closeEverything(page);
  // The style of the views comes with the first of them.
  await page.evaluate(
    path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => undefined),
    demoScan,
  );
  await page.locator('[data-testid="hdf5-image"] canvas[data-version]:visible').first().waitFor();
  await page.evaluate(async () => {
    window.benchLink = window.daisyOwnLink();
    await window.benchLink.request('hello', {});
  });
  await oneView(page, row, 'big.h5::/frames', '');
  await oneView(page, row, 'huge.npy', ' of 16384 x 16384');
  await page.evaluate(mount, { count: 4, width: 700, height: 450, columns: 2 });
  const follow = (of, frames) =>
    page
      .evaluate(followed, { count: 4, frames })
      .then(rate => row(`four linked views of 2048 x 2048 uint16 follow a drag${of}`, rate, '1/s', '>= 15'));
  await follow(' through images that nobody has looked at', 72);
  await follow(', the same four images over and over', 4);
  await page.evaluate(mount, { count: 20, width: 300, height: 220, columns: 5 });
  row('20 views open: pictures that are there', await page.evaluate(pictures), 'of 20', '20');
  row('curve of 1,000,000 points: zoom, p50', median(await page.evaluate(zoomCurve)), 'ms', '<= 33');
  await page.evaluate(() => window.daisyViews.close());
}

async function oneView(page, row, source, of) {
  const name = `image view of 800 x 800${of && `, image${of}`}`;
  await page.evaluate(mount, { count: 1, source, width: 800, height: 830, columns: 1 });
  const stage = await page.locator('#bench-host canvas[data-quality="exact"]').first().boundingBox();
  const at = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down({ button: 'right' });
  row(`${name}: contrast, p50`, median(await page.evaluate(changeContrast, at)), 'ms', '<= 16');
  await page.mouse.up({ button: 'right' });
  row(`${name}: zoom, p50`, median(await page.evaluate(zoom, at)), 'ms', '<= 16');
  if (of) return;
  await page.evaluate(mount, { count: 1, source, width: 800, height: 830, columns: 1 });
  row(`${name}: scroll through the stack, p50`, await page.evaluate(scroll), 'ms', '<= 16');
}

const median = times => times[Math.floor(times.length / 2)];

/* What follows runs in the page. */

async function mount({ count, source = 'big.h5::/frames', ...layout }) {
  await window.daisyViews.images(window.benchLink, new Array(count).fill(source), layout);
  const drawn = () => document.querySelectorAll('#bench-host canvas[data-version]').length;
  const begin = performance.now();
  while (drawn() < count && performance.now() - begin < 20_000) await new Promise(resolve => setTimeout(resolve, 20));
  await new Promise(resolve => setTimeout(resolve, 500));
}

function changeContrast({ x, y }) {
  const stage = document.elementFromPoint(x, y);
  return window.framesWhile(i => {
    const event = { clientX: x + 80 * Math.sin(i / 9), clientY: y + 30 * Math.cos(i / 7), bubbles: true, pointerId: 1 };
    stage.dispatchEvent(new PointerEvent('pointermove', { ...event, buttons: 2 }));
  }, 120);
}

function zoom({ x, y }) {
  const stage = document.elementFromPoint(x, y);
  return window.framesWhile(i => {
    const deltaY = Math.floor(i / 20) % 2 === 0 ? -40 : 40;
    stage.dispatchEvent(new WheelEvent('wheel', { clientX: x, clientY: y, deltaY, bubbles: true, cancelable: true }));
  }, 120);
}

/** Frames that are here already: what the view itself costs. */
async function scroll() {
  const times = await window.framesWhile(i => window.daisyViews.setFrame(i % 2 === 0 ? 1 : 2, 'draft'), 120);
  return times[60];
}

/** Pictures of all views that arrive while a drag goes through the stack for three seconds, per view and second. */
async function followed({ count, frames }) {
  const canvases = [...document.querySelectorAll('#bench-host canvas[data-version]')];
  let painted = 0;
  const isNew = ({ oldValue, target }) => oldValue !== target.dataset.frame;
  const watch = new MutationObserver(changes => (painted += changes.filter(isNew).length));
  for (const canvas of canvases)
    watch.observe(canvas, { attributes: true, attributeFilter: ['data-frame'], attributeOldValue: true });
  const begin = performance.now();
  let frame = 0;
  while (performance.now() - begin < 3000) {
    window.daisyViews.setFrame((frame = (frame + 1) % frames), 'draft');
    await new Promise(resolve => setTimeout(resolve, 16));
  }
  const seconds = (performance.now() - begin) / 1000;
  watch.disconnect();
  return painted / count / seconds;
}

/** Canvases with light and dark on them. */
function pictures() {
  return [...document.querySelectorAll('#bench-host canvas[data-version]')].filter(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let [low, high] = [255, 0];
    for (let at = 0; at < data.length; at += 4) {
      low = Math.min(low, data[at]);
      high = Math.max(high, data[at]);
    }
    return high - low > 40;
  }).length;
}

async function zoomCurve() {
  const x = Float64Array.from({ length: 1e6 }, (_, i) => i);
  window.daisyViews.curve(
    x,
    x.map(at => Math.sin(at / 5000) + 0.2 * Math.sin(at * 1.7)),
    500,
  );
  let over;
  while (!(over = document.querySelector('[data-testid="bench-curve"] .u-over')))
    await new Promise(resolve => setTimeout(resolve, 20));
  await new Promise(resolve => setTimeout(resolve, 300));
  const { left, top, width } = over.getBoundingClientRect();
  return window.framesWhile(i => {
    const deltaY = Math.floor(i / 15) % 2 === 0 ? -80 : 80;
    over.dispatchEvent(
      new WheelEvent('wheel', {
        clientX: left + width / 3,
        clientY: top + 50,
        deltaY,
        bubbles: true,
        cancelable: true,
      }),
    );
  }, 60);
}
