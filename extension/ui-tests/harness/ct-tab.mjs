/** The CT tab as its user handles it. */
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { listed } from './lab.mjs';
import { brightnessOf, contrastOf, eventually } from './pictures.mjs';

/** @param {import('playwright-core').Page} page */
export const ctTab = page => {
  const part = name => page.locator(`[data-testid="${name}"]:visible`).first();
  const field = name =>
    page.locator(`input[data-testid="${name}"]:visible, [data-testid="${name}"]:visible input`).first();
  return {
    axis: field('ct-axis-input'),
    row: field('ct-row-slider'),
    filter: part('ct-filter'),
    findAxis: part('ct-find-axis'),
    reconstruct: part('ct-reconstruct'),
    cancel: part('ct-cancel'),
    progress: part('ct-progress'),
    openResult: part('ct-open-result'),
    slice: part('ct-slice'),
    projection: part('ct-projection'),
    sinogram: part('ct-sinogram'),
    result: part('ct-result'),
    out: part('ct-out'),
    kernelBanner: part('ct-kernel-banner'),
    openError: page.locator('[data-testid="ct-empty"] [data-testid="ct-error"]:visible').first(),
    runError: page.locator('.daisy-Ct > [data-testid="ct-error"]:visible').first(),
    /** What the strip at the bottom says about the run. */
    runText: page.locator('.daisy-RunStrip-text:visible').first(),

    /** Opens a step of the list on the left. */
    goTo: step => part(`ct-step-${step}`).click(),

    /** The axis in the field, in px. */
    axisPx: async () => Number(await field('ct-axis-input').inputValue()),

    /** Types an axis and leaves the field. */
    typeAxis: async axisPx => {
      await field('ct-axis-input').fill(String(axisPx));
      await field('ct-axis-input').press('Enter');
    },

    /** Reconstructs by many iterations, which leave a test time to act while a run goes on, or by the Fourier method again. */
    takeLong: async isLong => {
      await part('ct-step-tune').click();
      await part('ct-recon-method').selectOption(isLong ? 'ct.iterative' : '');
      if (!isLong) return;
      const iterations = page.locator('input[data-testid$="-iterations"]:visible');
      await iterations.fill('60');
      await iterations.blur();
    },

    /** Finds the axis, and waits until it is found. */
    find: async () => {
      await part('ct-find-axis').click();
      await eventually(() => part('ct-find-axis').isEnabled(), Boolean, 'the axis is found', 60_000);
    },

    /** Brightness grid of the slice, or of another view, once there is a picture. */
    picture: (view = 'ct-slice') =>
      eventually(
        () => brightnessOf(part(view)),
        grid => contrastOf(grid) > 40,
        `${view} shows a picture`,
        60_000,
      ),
  };
};

/** Opens a scan as the file browser's context menu does. */
export async function openWithCt(page, name = demoScan) {
  await page.evaluate(() => window.jupyterapp.commands.execute('filebrowser:activate'));
  await listed(page, name).click({ button: 'right' });
  await page.locator('.lm-Menu-item:visible', { hasText: 'Open With' }).hover();
  await page.locator('.lm-Menu-item:visible', { hasText: 'CT reconstruction' }).click();
  await page.waitForSelector('[data-testid="ct-slice"]', { timeout: 60_000 });
}

/** Opens a scan without a menu, whose choice is lost when the file browser lists the folder anew at that moment. */
export async function openInCt(page, path = demoScan) {
  await page.evaluate(
    file =>
      window.jupyterapp.commands
        .execute('docmanager:open', { path: file, factory: 'CT reconstruction' })
        .then(() => undefined),
    path,
  );
  await page.locator('[data-testid="ct-slice"]:visible').waitFor({ timeout: 60_000 });
}
