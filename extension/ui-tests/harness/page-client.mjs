/** The product's own client as a script for a page: `window.daisyLink(session)` gives the link of the screens to a kernel's session. */
import { build } from 'esbuild';
import { root } from '../../../scripts/setup/paths.mjs';

const entry = `
  import { RpcClient } from './apps/lib/kit/link/rpc-client.js';
  import { SessionLink } from './extension/lib/kernel/session-link.js';
  window.daisyLink = async session => {
    const link = new SessionLink(async () => session, transport => new RpcClient(transport));
    await link.request('hello', {});
    return link;
  };
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
