/** Compile assembly/ and write the module as base64 in src/wasm/nufft-bytes.generated.ts; does nothing when no input changed. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(room, 'assembly');
const target = join(room, 'src/wasm/nufft-bytes.generated.ts');
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const flags = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub', '--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory'],
  ...['--initialMemory', '1', '--maximumMemory', '65536'],
];

const digest = inputsDigest();
if (readTarget().includes(digest)) {
  console.log('compute: the WebAssembly module is up to date');
} else {
  const wasm = compile();
  const text = `// Made by scripts/build-wasm.mjs from assembly/, inputs ${digest}.\n\nexport const nufftBase64: string =\n  '${wasm.toString('base64')}';\n`;
  writeFileSync(target, text);
  console.log(`compute: compiled assembly/ (${(wasm.length / 1024).toFixed(1)} KiB)`);
}

function inputsDigest() {
  const hash = createHash('sha256');
  for (const file of readdirSync(sources).sort()) hash.update(file).update(readFileSync(join(sources, file)));
  return hash
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(compiler))
    .digest('hex')
    .slice(0, 16);
}

function readTarget() {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

function compile() {
  const folder = mkdtempSync(join(tmpdir(), 'daisy-wasm-'));
  try {
    const out = join(folder, 'nufft.wasm');
    execFileSync(process.execPath, [compiler, join(sources, 'index.ts'), '-o', out, ...flags], { stdio: 'inherit' });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
