const pollMs = 1000;

/**
 * A server that is killed leaves its kernels behind; this one follows it: `end` is called when the parent process has gone.
 * Jupyter names itself in JPY_PARENT_PID, which holds also where a launcher stays between the two. (On Windows that is a handle.)
 */
export function watchParent(
  end: () => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const parent = process.ppid;
  const named = process.platform === 'win32' ? NaN : Number(environment['JPY_PARENT_PID']);
  const server = Number.isInteger(named) && named > 1 && isAlive(named) ? named : undefined;
  setInterval(() => {
    if (process.ppid !== parent || (server !== undefined && !isAlive(server))) end();
  }, pollMs).unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
