/** The layout that JupyterLab saves a moment after it rests. */
import { eventually } from './pictures.mjs';

/**
 * Waits until the layout on the server holds what is looked for.
 *
 * @param {import('playwright-core').Page} page
 * @param {(data: Record<string, unknown>) => boolean} holds for what one workspace keeps, by key
 */
export const layoutSaved = (page, holds) =>
  eventually(
    () =>
      page.evaluate(async () => {
        const { values } = await window.jupyterapp.serviceManager.workspaces.list();
        return values.map(({ data }) => data);
      }),
    workspaces => workspaces.some(holds),
    'the layout is saved',
  );
