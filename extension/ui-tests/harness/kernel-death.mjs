/** Ways in which a kernel ends that nobody wished for. */
import { readdirSync, readFileSync } from 'node:fs';

const sessionPath = 'Daisy.apps';

/** Process of the kernel of the apps. */
export async function kernelProcess(page) {
  const id = await page.evaluate(async own => {
    const { sessions } = window.jupyterapp.serviceManager;
    await sessions.refreshRunning();
    return [...sessions.running()].find(({ path }) => path === own).kernel.id;
  }, sessionPath);
  const pids = readdirSync('/proc').filter(entry => /^\d+$/.test(entry));
  const found = pids.find(pid => commandOf(pid).includes(`kernel-${id}.json`));
  if (!found) throw new Error(`no process has the connection file of the kernel ${id}`);
  return Number(found);
}

/** Command line of a process; empty when it has ended. */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Shuts the kernel of the apps down as the Running panel does. */
export const shutDownKernel = page =>
  page.evaluate(async own => {
    const { sessions } = window.jupyterapp.serviceManager;
    await sessions.refreshRunning();
    await sessions.shutdown([...sessions.running()].find(({ path }) => path === own).id);
  }, sessionPath);
