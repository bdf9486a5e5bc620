import { kernelTexts } from './zh-CN-kernel.js';

/** Templates of the sentences that the kernel says; long ones first, so that a short one does not swallow them. */
export const kernelSentences: readonly string[] = Object.keys(kernelTexts)
  .filter(text => /%\d/.test(text))
  .sort((a, b) => b.length - a.length);
