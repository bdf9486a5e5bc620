/**
 * Runs the benchmarks of kernel-runtime/bench and, with JupyterLab and a browser, of extension/ui-tests; prints a table.
 *
 *   npm run bench -- <group>[.<name>] [--json FILE] [--report FILE.md] [--out FOLDER] [--peers PYTHON] [size=value ...]
 */
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { npyBytes } from './bench/npy.mjs';
import { appendReport } from './bench/report.mjs';

// What is measured is computed: no result of an earlier run is taken. A benchmark of the cache brings its own.
process.env.DAISY_CACHE_BYTES ??= '0';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'kernel-runtime/bench');
const browserFolder = join(root, 'extension/ui-tests');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, report: { type: 'string' }, out: { type: 'string' }, peers: { type: 'string' } },
});
const [wanted = ''] = positionals.filter(word => !word.includes('='));
const options = Object.fromEntries(positionals.filter(word => word.includes('=')).map(word => word.split('=', 2)));

const benchmarks = (await loadBenchmarks()).filter(({ group, name }) =>
  `${group}.${name}.`.startsWith(wanted && `${wanted}.`),
);
if (benchmarks.length === 0) {
  console.error(`There is no benchmark "${wanted}". Run "npm run bench" without a name to run all.`);
  process.exit(2);
}
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
console.log(machine);
for (const benchmark of benchmarks) await measure(benchmark);
process.exit(0);

async function measure(benchmark) {
  const id = `${benchmark.group}.${benchmark.name}`;
  const [load] = loadavg();
  const rows = [];
  console.log(`\n${id}`);
  await benchmark.run({
    options,
    // The peers are started in folders of their own.
    peers: values.peers?.includes('/') ? resolve(values.peers) : values.peers,
    record: row => {
      rows.push(row);
      const ratio = row.ratio === undefined ? '' : `${row.ratio.toFixed(2)} x ${row.baseline}`;
      const bar = row.bar === undefined ? '' : `(bar ${row.bar})`;
      console.log(
        `  ${row.case.padEnd(52)} ${row.value.toPrecision(4).padStart(10)} ${row.unit.padEnd(9)} ${`${row.threads} thr`.padEnd(7)} ${[ratio, bar].filter(Boolean).join(' ')}`,
      );
      if (values.json) appendFileSync(values.json, JSON.stringify({ bench: id, ...row }) + '\n');
    },
    saveArray: (name, data, shape) => {
      if (!values.out) return;
      mkdirSync(values.out, { recursive: true });
      writeFileSync(join(values.out, `${name}.npy`), npyBytes(data, shape));
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  if (values.report) appendReport(values.report, { id, rows, machine, day, load });
}

/** Benchmarks are TypeScript on the built packages: transpiled one by one, in the order of their names. */
async function loadBenchmarks() {
  const files = readdirSync(folder, { recursive: true })
    .filter(file => file.endsWith('.bench.ts'))
    .sort();
  const outdir = join(root, 'build/bench');
  await build({
    entryPoints: files.map(file => join(folder, file)),
    outdir,
    outbase: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  const built = files.map(file => join(outdir, file.replace(/\.ts$/, '.mjs')));
  const inBrowser = readdirSync(browserFolder)
    .filter(file => file.endsWith('.bench.mjs'))
    .map(file => join(browserFolder, file));
  const modules = [...built, ...inBrowser.sort()].map(file => import(pathToFileURL(file).href));
  return (await Promise.all(modules)).map(module => module.default);
}
