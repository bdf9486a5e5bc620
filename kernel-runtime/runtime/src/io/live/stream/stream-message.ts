import type { Attributes } from '../../attributes.js';
import type { PackedFrame } from '../live-feed.js';

/** What a message of a detector says, whatever its protocol. */
export type StreamMessage =
  | { readonly kind: 'begin'; readonly series: string; readonly frames: number | null; readonly attributes: Attributes }
  | { readonly kind: 'frame'; readonly frame: PackedFrame }
  | { readonly kind: 'end'; readonly series: string };

/**
 * Understands one message of one protocol. Images stay packed.
 * @throws DaisyError `Data` for what is no such message.
 */
export type DecodeMessage = (parts: readonly Uint8Array[]) => StreamMessage;
