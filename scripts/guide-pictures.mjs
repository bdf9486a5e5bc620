/** `npm run pictures [-- hdf5 workbench]`: renews the pictures of the user guide from the screenshots of the browser tests. */
import { copyFileSync, existsSync } from 'node:fs';
import { inBuild, inRoot } from './setup/paths.mjs';

/** Screenshot of each picture under docs/images. */
const screenshots = {
  canvas: 'canvas-example-dark',
  'canvas-result': 'canvas-result-light',
  'canvas-batch': 'canvas-batch-plan-light',
  'ct-app': 'ct-axis-light',
  ...Object.fromEntries(
    ['centre', 'inspect', 'mirror', 'pipeline', 'provenance', 'run', 'tune', 'view'].map(step => [
      `ct-${step}`,
      `ct-${step}`,
    ]),
  ),
  'hdf5-browser': 'hdf5-profile-light',
  'hdf5-curves': 'hdf5-curves-light',
  'hdf5-two-files': 'hdf5-two-files-light',
  'workbench-objects': 'workbench-image-light',
  'workbench-algorithms': 'workbench-algorithms-light',
  'workbench-runs': 'workbench-runs-light',
};

const wanted = process.argv.slice(2);
for (const [picture, screenshot] of Object.entries(screenshots)) {
  if (wanted.length > 0 && !wanted.some(word => picture.startsWith(word))) continue;
  const from = inBuild('screenshots', `${screenshot}.png`);
  if (existsSync(from)) copyFileSync(from, inRoot('docs/images', `${picture}.png`));
  else console.log(`${picture}: there is no screenshot ${screenshot}; run the browser tests first.`);
}
