/** JupyterLab's themes. */

/** Changes the theme and waits until the page has its colours. */
export async function setTheme(page, theme) {
  await page.evaluate(theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme }), theme);
  const isLight = String(!theme.includes('Dark'));
  await page
    .locator(`body[data-jp-theme-name="${theme}"][data-jp-theme-light="${isLight}"]`)
    .waitFor({ state: 'attached' });
  // JupyterLab takes its curtain away a moment later, and trips over a second one before that
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Does something in the dark theme, and goes back to the light one. */
export async function inDarkTheme(page, work) {
  await setTheme(page, 'JupyterLab Dark');
  await work();
  await setTheme(page, 'JupyterLab Light');
}
