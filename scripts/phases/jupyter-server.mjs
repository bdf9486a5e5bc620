/** JupyterLab on what build/ holds, by environment variables only: no link, no installed package, no file outside the checkout. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { startCommand, tailOf } from '../setup/command.mjs';
import { environment, inBuild, inRoot } from '../setup/paths.mjs';
import { UserError } from '../setup/user-error.mjs';
import { programsOf, pythonOf } from './python-environment.mjs';

const host = '127.0.0.1';
const usualPort = 8888;

const isFree = port =>
  new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(undefined))
      .listen(port, host, () => {
        const { port: given } = server.address();
        server.close(() => resolve(given));
      });
  });

/**
 * A free loopback port: the wanted one, else the usual one, else any.
 *
 * @throws {UserError} when the wanted port is taken
 */
export async function choosePort(wanted) {
  if (wanted === undefined) return (await isFree(usualPort)) ?? (await isFree(0));
  const port = await isFree(wanted);
  if (port === undefined)
    throw new UserError(`Port ${wanted} is taken: choose another one with --port, or leave it out for a free one.`);
  return port;
}

/** The variables that make JupyterLab see build/ and keep its state in `state`. */
export function serverEnvironment({ state, token, configFolders = [], python = pythonOf(environment) }) {
  const before = name => (process.env[name] ? [process.env[name]] : []);
  const list = (...folders) => folders.join(delimiter);
  return {
    ...process.env,
    PATH: list(dirname(python), programsOf(environment), dirname(process.execPath), ...before('PATH')),
    PYTHONPATH: list(inRoot('python'), ...before('PYTHONPATH')),
    PYTHONNOUSERSITE: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    JUPYTER_PATH: list(inBuild('share/jupyter'), ...before('JUPYTER_PATH')),
    JUPYTER_CONFIG_PATH: list(...configFolders, inBuild('etc/jupyter'), ...before('JUPYTER_CONFIG_PATH')),
    JUPYTER_CONFIG_DIR: join(state, 'config'),
    JUPYTER_DATA_DIR: join(state, 'data'),
    JUPYTER_RUNTIME_DIR: join(state, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(state, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(state, 'workspaces'),
    IPYTHONDIR: join(state, 'ipython'),
    JUPYTER_TOKEN: token,
  };
}

/**
 * Starts JupyterLab and waits until it answers.
 *
 * @param {object} options
 * @param {string} options.folder what the file browser shows
 * @param {string} [options.state] where settings, workspaces and kernels' connection files go
 * @param {number} [options.port] wanted port; must be free
 * @param {readonly string[]} [options.args] further arguments of `jupyter lab`
 * @param {readonly string[]} [options.configFolders] further folders of configuration
 * @param {string} [options.log] file under build/logs
 * @param {string} [options.python] of another environment with JupyterLab, whose extensions are there too
 * @returns {Promise<{ url: string, token: string, address: string, pid: number, ended: Promise<unknown>, stop: () => Promise<void> }>}
 */
export async function startJupyterServer({
  folder,
  state = inBuild('state'),
  port: wanted,
  args = [],
  configFolders,
  log = 'jupyterlab.log',
  python = pythonOf(environment),
}) {
  const port = await choosePort(wanted);
  const token = randomBytes(24).toString('hex');
  for (const name of ['config', 'data', 'runtime', 'settings', 'workspaces'])
    mkdirSync(join(state, name), { recursive: true });
  const rights = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const server = startCommand(
    python,
    [
      '-m',
      'jupyterlab',
      '--no-browser',
      `--ip=${host}`,
      `--port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.root_dir=${folder}`,
      ...rights,
      ...args,
    ],
    { log, env: serverEnvironment({ state, token, configFolders, python }), graceMs: 8000 },
  );
  const url = `http://${host}:${port}`;
  let over = false;
  const ended = server.ended.finally(() => (over = true));
  ended.catch(() => undefined);
  const deadline = Date.now() + 90_000;
  while (!(await answers(url, token))) {
    if (over)
      throw new UserError(`JupyterLab ended while starting. Its last words (build/logs/${log}):\n${tailOf(log)}`);
    if (Date.now() > deadline) {
      await server.stop();
      throw new UserError(`JupyterLab did not answer within 90 s: see build/logs/${log}.`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return { url, token, address: `${url}/lab?token=${token}`, pid: server.child.pid, ended, stop: server.stop };
}

const answers = (url, token) =>
  fetch(`${url}/api/status`, { headers: { Authorization: `token ${token}` } }).then(
    reply => reply.ok,
    () => false,
  );
