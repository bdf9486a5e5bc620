import { protocolVersion } from '@daisy-lab/core';
import { rpcChannels, rpcLimits } from '../rpc/built-in-methods.js';

/** Content of the `kernel_info_reply`. */
export function kernelInfo(version: string): object {
  return {
    status: 'ok',
    protocol_version: '5.4',
    implementation: 'daisy',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: '5.9',
      mimetype: 'text/typescript',
      file_extension: '.ts',
      codemirror_mode: { name: 'typescript' },
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
    },
    banner: `TypeScript (Daisy ${version}) on Node ${process.versions.node}`,
    help_links: [],
    debugger: false,
    supported_features: [],
    daisy: { protocol: protocolVersion, channels: rpcChannels, limits: rpcLimits },
  };
}
