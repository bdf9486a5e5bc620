import { LabIcon } from '@jupyterlab/ui-components';

const icon = (name: string, body: string): LabIcon =>
  new LabIcon({
    name: `@daisy-lab/jupyterlab:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="1.6">${body}</svg>`,
  });

/** A stack of frames with a point in the upper one. */
export const dataIcon = icon(
  'data',
  '<g class="jp-icon3" stroke="#616161"><path d="M3 8l9-5 9 5-9 5z"/><path d="M3 12.5l9 5 9-5M3 17l9 5 9-5"/></g>' +
    '<circle cx="12" cy="8" r="1.8" fill="#f2b01e"/>',
);

/** A sheet with a curve that is found. */
export const algorithmsIcon = icon(
  'algorithms',
  '<g class="jp-icon3" stroke="#616161"><path d="M4 3h4c3 0 1 18 4 18h1M9 11H3"/><path d="M15 11l6 8M21 11l-6 8"/></g>' +
    '<circle cx="18" cy="6" r="2" fill="#f2b01e"/>',
);

/** Bars that have come differently far. */
export const runsIcon = icon(
  'runs',
  '<g class="jp-icon3" stroke="#616161"><path d="M3 6h18M3 12h18M3 18h18" opacity=".45"/></g>' +
    '<path d="M3 6h15M3 12h8M3 18h12" stroke="#f2b01e" stroke-width="2.6"/>',
);

/** Lines that were written, with a mark at the newest. */
export const logIcon = icon(
  'log',
  '<g class="jp-icon3" stroke="#616161"><path d="M7 5h14M7 10h14M7 15h9M7 20h6"/></g>' +
    '<path d="M2 18l2.5 2L2 22" stroke="#f2b01e" stroke-width="2"/>',
);
