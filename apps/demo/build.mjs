import { cp, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Bundles the demo page into `build/demo-page` of the repository. The packages must be compiled before. */
export async function buildDemo() {
  const outdir = fileURLToPath(new URL('../../build/demo-page/', import.meta.url));
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [`${here}demo.ts`],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    loader: { '.svg': 'text', '.md': 'text' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', process: 'undefined', global: 'window' },
    logLevel: 'error',
  });
  for (const name of ['index.html', 'theme.css']) await cp(`${here}${name}`, `${outdir}${name}`);
  // what a curve is saved in lies beside the code that fetches it
  await cp(`${here}../lib/kit/curves/chart-page.html`, `${outdir}chunks/chart-page.html`);
  return outdir;
}
