const pollMs = 1000;

/** A server that is killed leaves its kernels behind; this one follows it: `end` is called when the parent process has gone. */
export function watchParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, pollMs).unref();
}
