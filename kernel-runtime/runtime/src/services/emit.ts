import type { DaisyEvent } from '@daisy-lab/core';

/** Sends a push event to the screens. */
export type Emit = (topic: DaisyEvent['topic'], key: string, value: unknown) => void;
