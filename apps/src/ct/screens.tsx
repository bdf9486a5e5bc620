import type { JSX } from 'react';
import { CentreForm } from './centre/centre-form.js';
import { CentrePictures } from './centre/centre-pictures.js';
import type { Step } from './ct-state.js';
import { DataForm } from './data/data-form.js';
import { InspectForm } from './inspect/inspect-form.js';
import { InspectPictures } from './inspect/inspect-pictures.js';
import type { CtFormProps, CtPictureProps } from './parts.js';
import { PipelineForm } from './pipeline/pipeline-form.js';
import { PipelinePictures } from './pipeline/pipeline-pictures.js';
import { ProvenanceForm } from './provenance/provenance-form.js';
import { ProvenancePictures } from './provenance/provenance-pictures.js';
import { RunForm } from './run/run-form.js';
import { RunPictures } from './run/run-pictures.js';
import { TuneForm } from './tune/tune-form.js';
import { TunePictures } from './tune/tune-pictures.js';
import { ViewForm } from './view/view-form.js';
import { ViewPictures } from './view/view-pictures.js';

/** What a step shows: pictures in the middle, its form on the right. */
export interface Screen {
  readonly Pictures: (props: CtPictureProps) => JSX.Element;
  readonly Form: (props: CtFormProps) => JSX.Element;
}

export const screens: Readonly<Record<Step, Screen>> = {
  data: { Pictures: CentrePictures, Form: DataForm },
  inspect: { Pictures: InspectPictures, Form: InspectForm },
  pipeline: { Pictures: PipelinePictures, Form: PipelineForm },
  centre: { Pictures: CentrePictures, Form: CentreForm },
  tune: { Pictures: TunePictures, Form: TuneForm },
  run: { Pictures: RunPictures, Form: RunForm },
  view: { Pictures: ViewPictures, Form: ViewForm },
  provenance: { Pictures: ProvenancePictures, Form: ProvenanceForm },
};
