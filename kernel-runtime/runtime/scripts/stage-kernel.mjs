/**
 * Lays the kernel out as it is installed: build/share/jupyter/kernels/daisy-typescript, one folder that runs from anywhere with Node
 * alone and holds no absolute path. `{resource_dir}` in kernel.json is replaced by Jupyter with that folder.
 *
 * The compiled packages are copied, not bundled: the compiler needs their declarations, threads and cells their single files.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logoPng, logoSvg } from './draw-logo.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);
/** `stage-kernel.mjs [FOLDER]`: another folder in place of build/. */
const build = resolve(process.argv[2] ?? join(root, 'build'));
const target = join(build, 'share/jupyter/kernels/daisy-typescript');
const stamp = join(build, 'kernel.stamp');
const packages = ['core', 'compute', 'techniques', 'runtime'].map(name => join(root, 'kernel-runtime', name));

/** Folder of an installed package, also of one whose `exports` hide its package.json. */
function folderOf(name, from = root) {
  const found = require.resolve
    .paths(name)
    .concat(join(from, 'node_modules'))
    .find(folder => existsSync(join(folder, name, 'package.json')));
  if (!found) throw new Error(`The package ${name} is not installed: run npm ci.`);
  return join(found, name);
}

const unneeded = /\.(map|tsbuildinfo|md|markdown)$|\.(test|bench)\.js$/;

/** Copies files of a package that pass `keep`, which gets the path within the package. */
function copyPackage(name, folder, keep) {
  const wanted = path =>
    path === '' || statSync(join(folder, path)).isDirectory() || (!unneeded.test(path) && keep(path));
  const filter = source => {
    const path = relative(folder, source).replaceAll('\\', '/');
    return !path.startsWith('node_modules') && wanted(path);
  };
  cpSync(folder, join(target, 'node_modules', name), { recursive: true, dereference: true, filter });
  removeEmptyFolders(join(target, 'node_modules', name));
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

/** Per platform the addon with the highest ABI: Node-API is stable, so it serves every Node, and it asks for the oldest glibc. */
function copyZeromq() {
  const folder = folderOf('zeromq');
  const kept = new Map();
  for (const [text, file] of Object.entries(JSON.parse(readFileSync(join(folder, 'build/manifest.json'), 'utf8')))) {
    const { os, arch, libc, abi } = JSON.parse(text);
    const platform = `${os}-${arch}-${libc}`;
    if (os === 'win32' && arch === 'ia32') continue;
    if (abi > (kept.get(platform)?.abi ?? 0)) kept.set(platform, { abi, text, file: file.replaceAll('\\', '/') });
  }
  const addons = new Set([...kept.values()].map(({ file }) => `build/${file}`));
  copyPackage(
    'zeromq',
    folder,
    path => addons.has(path) || path === 'package.json' || /^LICENSE/.test(path) || /^lib\/[\w-]+\.js$/.test(path),
  );
  const manifest = Object.fromEntries([...kept.values()].map(({ text, file }) => [text, file]));
  writeFileSync(join(target, 'node_modules/zeromq/build/manifest.json'), JSON.stringify(manifest));
  copyPackage(
    'cmake-ts',
    folderOf('cmake-ts', folder),
    path => ['package.json', 'build/loader.js'].includes(path) || /^LICENSE/.test(path),
  );
}

function stage() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(root, 'kernel-runtime/runtime/kernelspec'), target, { recursive: true });
  writeFileSync(join(target, 'logo-svg.svg'), logoSvg());
  for (const widthPx of [32, 64]) writeFileSync(join(target, `logo-${widthPx}x${widthPx}.png`), logoPng(widthPx));
  writeFileSync(join(target, 'main.mjs'), "import './node_modules/@daisy-lab/runtime/lib/kernel/main.js';\n");

  for (const folder of packages) {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    copyPackage(name, folder, path => path === 'package.json' || path.startsWith('lib/') || path.startsWith('bin/'));
  }
  const isLicence = path => /^(LICEN[CS]E|package\.json|ThirdPartyNotice)/.test(path);
  copyPackage(
    'typescript',
    folderOf('typescript'),
    path => isLicence(path) || /^lib\/(typescript\.js|lib(\.[\w.]+)?\.d\.ts)$/.test(path),
  );
  copyPackage('@types/node', folderOf('@types/node'), () => true);
  copyPackage('undici-types', folderOf('undici-types'), () => true);
  copyPackage(
    'h5wasm',
    folderOf('h5wasm'),
    path => isLicence(path) || /^dist\/(node|esm)\/|^src\/.*\.d\.ts$/.test(path),
  );
  copyPackage('tslab', folderOf('tslab'), path => isLicence(path) || path.startsWith('dist/'));
  const fork = folderOf('@tslab/typescript-for-tslab');
  copyPackage(
    '@tslab/typescript-for-tslab',
    fork,
    path => isLicence(path) || /^lib\/(typescript\.js|lib(\.[\w.]+)?\.d\.ts)$/.test(path),
  );
  // What Node loads of TensorFlow.js, without its bundles for browsers.
  for (const part of ['tfjs-core', 'tfjs-backend-cpu', 'tfjs-backend-wasm']) {
    copyPackage(
      `@tensorflow/${part}`,
      folderOf(`@tensorflow/${part}`),
      path => isLicence(path) || /^dist\/tf-[\w-]+\.node\.js$|^dist\/.*(?<!_test)\.d\.ts$|^dist\/.*\.wasm$/.test(path),
    );
  }
  const seedrandom = folderOf('seedrandom', folderOf('@tensorflow/tfjs-backend-cpu'));
  copyPackage('seedrandom', seedrandom, path => isLicence(path) || /^(index|seedrandom|lib\/\w+)\.js$/.test(path));
  // Tables, as ES modules with their types: no CommonJS twins, sources or bundles for browsers.
  const arrow = folderOf('apache-arrow');
  copyPackage(
    'apache-arrow',
    arrow,
    path => isLicence(path) || /^NOTICE/.test(path) || (/\.(mjs|d\.ts)$/.test(path) && !/^(src|bin)\//.test(path)),
  );
  for (const name of ['flatbuffers', 'json-with-bigint', 'tslib']) {
    copyPackage(
      name,
      folderOf(name, arrow),
      path => isLicence(path) || /^(?!ts\/|src\/).*\.([cm]?js|d\.ts)$/.test(path),
    );
  }
  // Readers of files.
  const zarrita = folderOf('zarrita');
  const storage = folderOf('@zarrita/storage', zarrita);
  for (const [name, from] of [
    ['fzstd'],
    ['hyparquet'],
    ['zarrita'],
    ['@zarrita/storage', zarrita],
    ['numcodecs', zarrita],
    ['fflate', folderOf('numcodecs', zarrita)],
    ['reference-spec-reader', storage],
    ['unzipit', storage],
  ]) {
    copyPackage(
      name,
      folderOf(name, from),
      path => isLicence(path) || (/\.(m?js|d\.ts|wasm)$/.test(path) && !/(^|\/)(__tests__|umd|test)\//.test(path)),
    );
  }
  const semver = folderOf('semver', folderOf('tslab'));
  copyPackage('semver', semver, () => true);
  copyZeromq();
}

/** Names, sizes and times of everything that is copied. */
function inputHash() {
  const hash = createHash('sha256');
  const add = folder => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path);
      else hash.update(`${relative(root, path)} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
    }
  };
  for (const folder of packages) if (existsSync(join(folder, 'lib'))) add(join(folder, 'lib'));
  for (const folder of ['scripts', 'kernelspec']) add(join(root, 'kernel-runtime/runtime', folder));
  for (const file of ['package-lock.json', ...packages.map(folder => relative(root, join(folder, 'package.json')))])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const hash = inputHash();
if (existsSync(join(target, 'main.mjs')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
  console.log('The kernel is up to date.');
} else {
  rmSync(stamp, { force: true });
  stage();
  writeFileSync(stamp, hash);
  console.log(`The kernel is staged in ${relative(process.cwd(), target)}.`);
}
