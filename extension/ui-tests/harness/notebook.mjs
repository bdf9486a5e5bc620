/** Notebooks as their user handles them. */

const kernelName = 'daisy-typescript';

/** Opens a new TypeScript notebook and waits for its kernel. */
export async function newNotebook(page) {
  await page.evaluate(async kernelName => {
    const panel = await window.jupyterapp.commands.execute('notebook:create-new', { kernelName });
    await panel.context.ready;
    await panel.sessionContext.ready;
  }, kernelName);
}

/** Opens a notebook of the folder with the TypeScript kernel. */
export async function openNotebook(page, path) {
  await page.evaluate(
    async ({ path, kernelName }) => {
      const panel = await window.jupyterapp.commands.execute('docmanager:open', {
        path,
        factory: 'Notebook',
        kernel: { name: kernelName },
      });
      await panel.context.ready;
      await panel.sessionContext.ready;
    },
    { path, kernelName },
  );
}

/** Types code into the last cell and starts it, without waiting for its end. */
export async function startCell(page, code) {
  const editor = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content').last();
  await editor.click();
  await editor.fill(code);
  await page.keyboard.press('Shift+Enter');
}

/** What the notebook in front shows under its cells. */
export const outputsOf = page => page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output');

/** Waits until a line of output contains the text. */
export const waitForOutput = (page, text, timeout = 60_000) =>
  outputsOf(page).filter({ hasText: text }).first().waitFor({ timeout });

/** State of the kernel of the notebook in front. */
export const kernelStatus = page =>
  page.evaluate(() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status);

/** Interrupts the kernel of the notebook in front. */
export const interrupt = page => page.evaluate(() => window.jupyterapp.commands.execute('notebook:interrupt-kernel'));

/** Runs all cells of the notebook in front and waits for their end. @returns {Promise<boolean>} false when a cell failed */
export const runAll = page => page.evaluate(() => window.jupyterapp.commands.execute('notebook:run-all-cells'));
