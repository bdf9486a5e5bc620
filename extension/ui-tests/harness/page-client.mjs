/**
 * The product's own client as a script for a page: `window.daisyLink(session)` gives the link of the screens to a kernel's session,
 * `window.daisyOwnLink()` to the session of the apps.
 */
import { build } from 'esbuild';
import { root } from '../../../scripts/setup/paths.mjs';

const entry = `
  import { RpcClient } from './apps/lib/kit/link/rpc-client.js';
  import { openOwnSession } from './extension/lib/kernel/own-session.js';
  import { SessionLink } from './extension/lib/kernel/session-link.js';
  const linkTo = open => new SessionLink(open, transport => new RpcClient(transport));
  window.daisyLink = async session => {
    const link = linkTo(async () => session);
    await link.request('hello', {});
    return link;
  };
  window.daisyOwnLink = () => linkTo(() => openOwnSession(window.jupyterapp.serviceManager, { __: text => text }));
`;

/** @returns {Promise<string>} */
export async function pageClient() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    define: { process: '{"env":{}}' },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
