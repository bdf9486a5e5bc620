/** Ways in which a kernel ends that nobody wished for. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const kernelName = 'daisy-typescript';

/** Process of the kernel of the apps. */
export async function kernelProcess(page) {
  const id = await page.evaluate(async name => {
    const { kernels } = window.jupyterapp.serviceManager;
    await kernels.refreshRunning();
    return [...kernels.running()].find(kernel => kernel.name === name).id;
  }, kernelName);
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
  page.evaluate(async name => {
    const { sessions } = window.jupyterapp.serviceManager;
    await sessions.refreshRunning();
    for (const session of sessions.running()) if (session.kernel?.name === name) await sessions.shutdown(session.id);
  }, kernelName);

/** Waits until a file is half-written under its temporary name, and does something at that moment. */
export async function whileWriting(folder, name, act, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const part = readdirSync(folder).find(entry => entry.startsWith(`.${name}.`));
    // a file of a few bytes is only the look whether the folder takes one
    if (part && bytesOf(join(folder, part)) > 10_000) return act();
    if (Date.now() > deadline) throw new Error(`${name} was not written within ${timeoutMs / 1000} s`);
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

function bytesOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
