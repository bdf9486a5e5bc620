/** Accessibility of what the page shows, judged by axe-core. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Elements of Daisy; what JupyterLab draws around them is its own. */
const own = '.daisy-App, .daisy-Canvas';

/** h5web draws these by itself. */
const foreign = '.daisy-H5web';

/**
 * Serious and critical findings in the elements of Daisy that are seen.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} one line for each element: rule, why, the element
 */
export async function findings(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(
    async ([own, foreign]) => {
      const seen = [...document.querySelectorAll(own)].filter(element => element.checkVisibility());
      const context = { include: seen, exclude: [...document.querySelectorAll(foreign)] };
      if (seen.length === 0) return ['nothing of Daisy is on the screen'];
      const { violations } = await window.axe.run(context, { resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ any, all, none, html }) => {
            const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
            return `${id}: ${why} ${html.slice(0, 200)}`;
          }),
        );
    },
    [own, foreign],
  );
}
