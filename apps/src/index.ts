// Texts
export { zhCN } from './i18n/zh-CN.js';
export { translateWith } from './kit/i18n/translate.js';
export type { Translate } from './kit/i18n/translate.js';

// Connection to the kernel
export { RpcClient } from './kit/link/rpc-client.js';
export type { BatchReplies, Call } from './kit/link/rpc-client.js';
export type { Transport, TransportReply } from './kit/link/transport.js';

// The CT app's saved state; the app itself is behind './ct'
export { emptyCtState } from './ct/ct-state.js';
export type { CtState } from './ct/ct-state.js';
