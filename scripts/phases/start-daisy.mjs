/** The user's session: options, phases, server, browser, and the way back on Ctrl-C. */
import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endAllOnSignal, isEnding } from '../setup/command.mjs';
import { demoFolder } from '../setup/paths.mjs';
import { runPhase } from '../setup/phase.mjs';
import { UserError, reportFailure } from '../setup/user-error.mjs';
import { choosePort, startJupyterServer } from './jupyter-server.mjs';
import { prepare } from './prepare.mjs';

const help = `npm start -- [options]
  --no-browser    print the address, open nothing
  --port N        use this loopback port (default: 8888, or a free one)
  --dir FOLDER    show this folder in the file browser (default: build/demo, with the demonstration scan)
  --help          this text`;

/** @throws {UserError} for an unknown option, a port that is none, a folder that is none */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        'no-browser': { type: 'boolean', default: false },
        port: { type: 'string' },
        dir: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (cause) {
    throw new UserError(`${cause.message.split('.')[0]}.\n${help}`, { cause });
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new UserError(`--port ${values.port} is not a port: give a number from 1 to 65535.`);
  }
  if (values.dir !== undefined && !statSync(values.dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`--dir ${values.dir} is not a folder: create it, or give another one.`);
  }
  return {
    browser: !values['no-browser'],
    port,
    folder: values.dir === undefined ? demoFolder : resolve(values.dir),
    help: values.help,
  };
}

/** Opens an address with the system's own opener; where there is no desktop the printed address has to do. */
function openBrowser(address) {
  const [program, ...args] = { darwin: ['open', address], win32: ['cmd', '/c', 'start', '', address] }[
    process.platform
  ] ?? ['xdg-open', address];
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (hasDesktop)
    spawn(program, args, { stdio: 'ignore', detached: true })
      .once('error', () => undefined)
      .unref();
}

/** @returns {Promise<number>} exit code, once JupyterLab has ended */
export async function startDaisy(args) {
  endAllOnSignal();
  try {
    const options = readOptions(args);
    if (options.help) {
      console.log(help);
      return 0;
    }
    if (options.port !== undefined) await choosePort(options.port);
    await prepare();
    mkdirSync(options.folder, { recursive: true });
    let server;
    await runPhase({
      title: 'JupyterLab',
      run: async () => {
        server = await startJupyterServer({ folder: options.folder, port: options.port });
        return options.folder;
      },
    });
    console.log(`\n  ${server.address}\n\nCtrl-C ends it.`);
    if (options.browser) openBrowser(server.address);
    await server.ended;
    if (!isEnding()) console.log('JupyterLab has ended: see build/logs/jupyterlab.log.');
    return 0;
  } catch (error) {
    return reportFailure(error);
  }
}
