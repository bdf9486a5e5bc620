/** What must not happen in any page: warnings, errors, requests to other hosts. And what was asked of the server, for tests to look at. */

/** Messages that are not ours; each line says why it may stay. */
const allowed = [
  // Chromium's own note on software WebGL in a machine without a graphics card.
  /GPU stall due to ReadPixels/,
  // JupyterLab asks for a workspace or session that does not exist yet, and creates it.
  /Failed to load resource: the server responded with a status of 404 .*\/api\/(workspaces|sessions|me)/,
  // JupyterLab's own texts stay English without its language pack, and it says so.
  /Language pack '\w+' not installed!/,
  // JupyterLab says so whenever a kernel restarts or is killed while its channel is open.
  /^warning: Connection lost, reconnecting in \d+ seconds/,
  // The same of tabs and kernels that a test ends while they still connect.
  /WebSocket is closed before the connection is established/,
  /^exception: Disposed$/,
  // JupyterLab asks each kernel for its history when a notebook opens, and says so when the notebook is closed before the answer.
  /^warning: History was unable to be retrieved/,
  // JupyterLab's debugger asks every Python kernel, and says so when the kernel is shut down before the answer.
  /Could not restore the debugger state: Canceled future/,
  // What they say of a kernel that a test has ended: it is looked for once more, and asked what nobody answers.
  /WebSocket connection to .*\/api\/kernels.* code: 404|status of 404 .*\/api\/kernels/,
  /^exception: Canceled future for kernel_info_request/,
  /^error: WebSocket is already in CLOSING or CLOSED state/,
  // JupyterLab says so of any of its plugins when the machine has other work.
  /^warning: Plugin \S+ .*to activate/,
  // JupyterLab's own, seen when tabs are closed while they still start: no code of the extension holds such promises.
  /^exception: Cannot read properties of null \(reading 'promise'\)$/,
];

/**
 * @param {import('playwright-core').Page} page
 * @param {string} serverUrl
 */
export function watchPage(page, serverUrl) {
  const problems = [];
  /** @type {{ method: string, path: string }[]} */
  const requests = [];
  const note = text => {
    if (!allowed.some(pattern => pattern.test(text))) problems.push(text);
  };
  page.on('console', message => {
    if (['warning', 'error'].includes(message.type()))
      note(`${message.type()}: ${message.text()} ${message.location().url ?? ''}`);
  });
  page.on('pageerror', error => note(`exception: ${error.message}`));
  page.on('request', request => {
    const url = new URL(request.url());
    if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) return;
    if (url.host === new URL(serverUrl).host)
      requests.push({ method: request.method(), path: url.pathname + url.search });
    else note(`request to another host: ${request.url()}`);
  });
  return { problems, requests };
}
