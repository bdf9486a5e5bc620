/** The workflow canvas as its user handles it. */
import { eventually } from './pictures.mjs';

/** @param {import('playwright-core').Page} page */
export function canvasTab(page) {
  const part = name => page.locator(`[data-testid="${name}"]:visible`).first();
  const card = name => part(`canvas-card-${name}`);

  /** Where a port stands, once the layout has come to rest. */
  async function settledAt(name, port) {
    const handle = card(name).locator(`.react-flow__handle[data-handleid="${port}"]`);
    let before;
    return eventually(
      async () => {
        const box = await handle.boundingBox();
        const still = before && box && Math.hypot(before.x - box.x, before.y - box.y) < 0.5;
        before = box;
        return still ? box : null;
      },
      Boolean,
      `the port ${name}.${port} rests`,
    );
  }

  /** Waits until the algorithms are known. */
  async function loaded() {
    // whether the tab is narrow, and the list put away, is known once it is laid out
    const listed = async () => {
      await setDrawer('left', true);
      return part('canvas-palette').locator('li').first().isVisible();
    };
    await eventually(listed, Boolean, 'the algorithms are listed', 60_000);
    await setDrawer('left', false);
  }

  async function setDrawer(side, isOpen) {
    const edge = page.locator(`[data-testid="canvas-drawer-${side}"]:visible`);
    if ((await edge.count()) === 0) return;
    if ((await edge.getAttribute('aria-expanded')) !== String(isOpen)) await edge.click();
  }

  return {
    part,
    card,
    stateOf: name => card(name).getAttribute('data-state'),
    /** Opens a document of the working folder on the canvas. */
    async open(path) {
      await page.evaluate(
        path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => undefined),
        path,
      );
      await part('canvas').waitFor({ timeout: 60_000 });
      await loaded();
    },
    loaded,
    /** Opens or closes a panel that lies over the cards; one that stands beside them stays. */
    setDrawer,
    /** Pulls a wire from an output to an input. */
    async pull(from, output, to, input) {
      const start = await settledAt(from, output);
      const end = await settledAt(to, input);
      await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
      await page.mouse.down();
      await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
      await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 });
      await page.mouse.up();
    },
    /** Pulls a wire from a port to a place beside it where nothing stands. */
    async pullToVoid(name, port, byX, byY) {
      const { x, y, width, height } = await settledAt(name, port);
      const [startX, startY] = [x + width / 2, y + height / 2];
      await page.mouse.move(startX, startY);
      await page.mouse.down();
      await page.mouse.move(startX + byX / 2, startY + byY / 2, { steps: 4 });
      await page.mouse.move(startX + byX, startY + byY, { steps: 4 });
      await page.mouse.up();
    },
    /** Presses a key once the canvas, or something in it, has the focus: what had it may just have gone. */
    press: async key => {
      await page.waitForFunction(() => document.activeElement?.closest('.daisy-Canvas'));
      await page.keyboard.press(key);
    },
    /** Types once a field has the focus. */
    type: async text => {
      await page.waitForFunction(() => document.activeElement?.matches('input, textarea'));
      await page.keyboard.type(text);
    },
    /** Clicks where nothing stands. */
    clickVoid: () => page.locator('.react-flow__pane:visible').click({ position: { x: 5, y: 5 } }),
  };
}
