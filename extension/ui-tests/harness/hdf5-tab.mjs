/** The HDF5 browser as its user handles it. */
import { brightnessOf, contrastOf, differenceOf, eventually } from './pictures.mjs';

/** @param {() => import('./lab.mjs').Lab} lab suites name their tests before there is one */
export function hdf5Tab(lab) {
  const part = name => lab().page.locator(`[data-testid="${name}"]:visible`).first();
  return {
    part,
    /** A line of the tree, by its name. */
    line: name =>
      part('hdf5-tree')
        .locator('[role="treeitem"]', { has: lab().page.locator('.daisy-Hdf5-name', { hasText: name }) })
        .first(),
    /** Opens a file as a double click does. */
    open: (path, args = {}) =>
      lab().page.evaluate(args => window.jupyterapp.commands.execute('docmanager:open', args).then(() => undefined), {
        path,
        ...args,
      }),
    /** Brightness grid of a view, once there is a picture. */
    picture: (view = 'hdf5-image', leastContrast = 40) =>
      eventually(
        () => brightnessOf(part(view)),
        grid => contrastOf(grid) > leastContrast,
        `${view} shows a picture`,
        60_000,
      ),
    /** Waits until a view shows another picture than before. */
    changed: (before, view = 'hdf5-image') =>
      eventually(
        async () => differenceOf(before, await brightnessOf(part(view))),
        change => change > 0.5,
        `${view} shows another picture`,
      ),
    /** Waits until the facts on the right tell this. */
    tells: words => part('hdf5-details').filter({ hasText: words }).waitFor(),
  };
}
