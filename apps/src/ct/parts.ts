import type { KernelLink } from '@daisy-lab/core';
import type { CtOptions } from './ct-options.js';
import type { CtModel } from './model/ct-model.js';
import type { CtView } from './model/ct-view.js';

/** What every part of the screen gets. */
export interface CtPartProps {
  readonly model: CtModel;
  readonly view: CtView;
}

/** The same for parts that show pictures. */
export interface CtPictureProps extends CtPartProps {
  readonly link: KernelLink;
}

/** The same for forms that reach the host. */
export interface CtFormProps extends CtPartProps {
  readonly options: CtOptions;
}
