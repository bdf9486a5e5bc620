/**
 * Compile assembly/ (reconstruction, shared memory), assembly/codecs/ (compression, memory of its own) and assembly/projections/
 * (work on projections, memory of its own, transforms shared with the reconstruction), and assembly/images/ (values, medians and total
 * variation, memory of its own), and write each module as base64 in src/wasm/*.generated.ts; does nothing when no input changed.
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const common = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
const modules = [
  {
    name: 'nufft',
    sources: join(room, 'assembly'),
    flags: ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  },
  { name: 'codec', sources: join(room, 'assembly/codecs'), flags: ['--initialMemory', '1'] },
  {
    name: 'projections',
    sources: join(room, 'assembly/projections'),
    shared: join(room, 'assembly'),
    flags: ['--initialMemory', '1'],
  },
  { name: 'images', sources: join(room, 'assembly/images'), flags: ['--initialMemory', '1'] },
];

for (const module of modules) buildModule(module);

function buildModule({ name, sources, shared, flags }) {
  const target = join(room, `src/wasm/${name}-bytes.generated.ts`);
  const digest = inputsDigest([sources, ...(shared ? [shared] : [])]);
  if (readTarget(target).includes(digest)) {
    console.log(`compute: the WebAssembly module "${name}" is up to date`);
    return;
  }
  const wasm = compile(name, sources, flags);
  const text = `// Made by scripts/build-wasm.mjs from ${name}, inputs ${digest}.\n\nexport const ${name}Base64: string =\n  '${wasm.toString('base64')}';\n`;
  writeFileSync(target, text);
  console.log(`compute: compiled "${name}" (${(wasm.length / 1024).toFixed(1)} KiB)`);
}

function inputsDigest(folders) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(folder).filter(file => file.endsWith('.ts'));
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(compiler))
    .digest('hex')
    .slice(0, 16);
}

function readTarget(target) {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

function compile(name, sources, flags) {
  const folder = mkdtempSync(join(tmpdir(), 'daisy-wasm-'));
  try {
    const out = join(folder, `${name}.wasm`);
    const command = [compiler, join(sources, 'index.ts'), '-o', out, ...common, ...flags];
    execFileSync(process.execPath, command, { stdio: 'inherit' });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
