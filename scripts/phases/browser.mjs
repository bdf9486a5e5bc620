/** The Chromium that the browser tests drive: the installed one, else the system's package manager when it may. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mustRun } from '../setup/command.mjs';
import { UserError } from '../setup/user-error.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const onPath = name => {
  try {
    return execFileSync(process.platform === 'win32' ? 'where' : 'which', [name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\n')[0]
      .trim();
  } catch {
    return '';
  }
};

/** Path of a Chrome or Chromium; DAISY_CHROMIUM names one. Undefined when there is none. */
export function findChromium() {
  const named = process.env.DAISY_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new UserError(
      `DAISY_CHROMIUM=${named} does not exist: name an installed Chrome or Chromium, or leave it out.`,
    );
  }
  return programs.map(onPath).find(path => path) ?? applications.find(path => existsSync(path));
}

const mayInstall = () => process.platform === 'linux' && process.getuid() === 0 && onPath('apt-get');

/** @throws {UserError} when there is no browser and none may be installed */
export const browserPhase = {
  title: 'Browser',
  run: async () => {
    const found = findChromium();
    if (found) return found;
    if (!mayInstall()) {
      throw new UserError(
        'No Chrome or Chromium was found: install one (Debian: apt install chromium), or name it with DAISY_CHROMIUM=/path/to/chrome.',
      );
    }
    await mustRun('Updating the list of system packages', 'apt-get', ['update', '-q'], { log: 'apt.log' });
    await mustRun('Installing Chromium', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
      log: 'apt.log',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return findChromium();
  },
};
