import type { KernelLink } from '@daisy-lab/core';

/** The kernel that a panel looks into, and how it is. */
export interface FollowedKernel {
  /** Changes when another kernel is followed. */
  readonly key: string;
  /** Path of its notebook; null for the kernel that the apps share. */
  readonly notebook: string | null;
  /** `absent`: it was not started yet. `none`: the notebook has no kernel. `foreign`: the kernel speaks another language. */
  readonly state: 'ready' | 'connecting' | 'restarting' | 'dead' | 'absent' | 'none' | 'foreign';
  /** What the kernel is called, for a foreign one. */
  readonly kernelName: string;
  readonly link: KernelLink;
}

/** Tells which kernel the panels follow: that of the notebook in front, or that of the apps. */
export interface KernelFeed {
  get(): FollowedKernel;
  onChange(listener: () => void): () => void;
  /** Starts the followed kernel, or starts it anew when it is dead. */
  start(): void;
  /** Lets the user choose a kernel for the notebook. */
  chooseKernel(): void;
  /** Follows the kernel of the apps until another tab comes to the front. */
  followApps(): void;
}
