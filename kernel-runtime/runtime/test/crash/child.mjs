/**
 * A process that runs a workflow with its results in a folder, and can be killed at, or refused, any of its file operations.
 *
 *   node child.mjs '{"engine": FILE, "root": FOLDER, "calls": FILE, "killAt"?: N, "fullAfter"?: BYTES, "memoryBytes"?: BYTES}'
 *
 * It says how many file operations it made and what it computed, as one line of JSON.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const { engine, root, calls, killAt = 0, fullAfter = Infinity, memoryBytes = 1500 } = JSON.parse(process.argv[2]);
const { appendFileSync } = fs;
let operations = 0;
let written = 0;
let counting = false;

/** Kills the process at its turn, with `tear` done only half. */
function turn(tear) {
  if (!counting || ++operations !== killAt) return;
  tear?.();
  process.kill(process.pid, 'SIGKILL');
}

/** A disk that has no room any more, from so many bytes on. */
function fill(bytes) {
  if (!counting || (written += bytes) <= fullAfter) return;
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}

for (const name of ['openSync', 'closeSync', 'renameSync', 'mkdirSync', 'rmSync', 'ftruncateSync', 'utimesSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    turn();
    return real(...args);
  };
}
for (const [place, name] of [
  [fs, 'writeFileSync'],
  [fs, 'appendFileSync'],
  [fs.promises, 'writeFile'],
  [fs.promises, 'appendFile'],
]) {
  const real = place[name];
  const half = name.startsWith('write') ? fs.writeFileSync.bind(fs) : appendFileSync;
  place[name] = (path, data, ...rest) => {
    turn(() => half(path, data.slice(0, Math.floor(data.length / 2)), ...rest));
    try {
      fill(data.length);
    } catch (error) {
      if (place === fs) throw error;
      return Promise.reject(error);
    }
    return real.call(place, path, data, ...rest);
  };
}
const { write, writeSync } = fs;
const writeAll = promisify(write);
fs.write[promisify.custom] = async (fd, bytes, offset, length, position) => {
  turn(() => writeSync(fd, bytes, offset, length >> 1, position));
  fill(length);
  return writeAll(fd, bytes, offset, length, position);
};
syncBuiltinESMExports();

const { algorithm, Engine, FolderResults, ndarray, port, p, workflow } = await import(engine);

const stack = port.array('float32', ['row', 'x']);
const note = (node, { start, end }) => {
  counting = false; // what the test notes is not part of the run
  appendFileSync(calls, `${process.pid} ${node} ${start} ${end}\n`);
  counting = true;
};
const make = algorithm('crash.make', {
  ...{ version: '1.0.0', title: 'Make', split: { over: 'row', prefer: 2 }, extent: (_, { rows }) => rows },
  ...{ inputs: {}, params: { rows: p.integer({ default: 12 }) }, outputs: { stack } },
}).implement('plain', {
  run: ({ params: { rows }, piece = { start: 0, end: rows } }) => {
    note('make', piece);
    const data = new Float32Array((piece.end - piece.start) * 8);
    data.forEach((_, at) => (data[at] = Math.sqrt(piece.start * 8 + at)));
    return { stack: ndarray(data, [piece.end - piece.start, 8], ['row', 'x']) };
  },
});
const scale = algorithm('crash.scale', {
  ...{ version: '1.0.0', title: 'Scale', split: { over: 'row', prefer: 2 }, inputs: { stack }, outputs: { stack } },
}).implement('plain', {
  run: ({ inputs, piece = { start: 0, end: inputs.stack.shape[0] } }) => {
    note('scale', piece);
    return { stack: { ...inputs.stack, data: inputs.stack.data.map(value => value * 1.5) } };
  },
});
const total = algorithm('crash.total', {
  ...{ version: '1.0.0', title: 'Total', inputs: { stack }, outputs: { total: port.number() } },
}).implement('plain', {
  run: ({ inputs }) => {
    note('total', { start: 0, end: inputs.stack.shape[0] });
    return { total: inputs.stack.data.reduce((sum, value) => sum + value, 0) };
  },
});
const whole = workflow('crash.whole', { version: '1.0.0', title: 'Whole', inputs: {} }, w => {
  const made = w.step(make, {});
  const scaled = w.step(scale, { stack: made.stack });
  return { made: made.stack, scaled: scaled.stack, total: w.step(total, { stack: scaled.stack }).total };
});

counting = true;
const run = Engine.local({ results: new FolderResults(root), memoryBytes, threads: 1 }).run(whole, {});
const logs = [];
for await (const { log } of run) if (log !== undefined) logs.push(log);
const { made, scaled, total: sum } = await run;
counting = false;
process.stdout.write(JSON.stringify({ operations, made: [...made.data], scaled: [...scaled.data], sum, logs }));
process.exit(0);
