import { LabIcon } from '@jupyterlab/ui-components';

const petals = [0, 45, 90, 135, 180, 225, 270, 315]
  .map(deg => `<ellipse cx="12" cy="5.4" rx="2.2" ry="4" transform="rotate(${deg} 12 12)"/>`)
  .join('');

export const daisyIcon = new LabIcon({
  name: '@daisy-lab/jupyterlab:daisy',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
    `<g class="jp-icon3" fill="#616161">${petals}</g><circle cx="12" cy="12" r="3.4" fill="#f2b01e"/></svg>`,
});

/** A slice in its circle of reconstruction, a beam through it. */
export const ctIcon = new LabIcon({
  name: '@daisy-lab/jupyterlab:ct',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">' +
    '<g class="jp-icon3" stroke="#616161" stroke-width="1.6">' +
    '<circle cx="12" cy="12" r="8.2"/><ellipse cx="12" cy="12" rx="3.6" ry="5.2"/></g>' +
    '<path d="M1.5 12h21" stroke="#f2b01e" stroke-width="1.6" stroke-linecap="round"/></svg>',
});

/** A tree of datasets. */
export const hdf5Icon = new LabIcon({
  name: '@daisy-lab/jupyterlab:hdf5',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">' +
    '<path class="jp-icon3" stroke="#616161" stroke-width="1.6" d="M5.5 7v12H12M5.5 12.5H12"/>' +
    '<g class="jp-icon3" fill="#616161"><rect x="2" y="2" width="7" height="5" rx="1"/></g>' +
    '<g fill="#f2b01e"><rect x="13" y="10" width="9" height="5" rx="1"/><rect x="13" y="16.5" width="9" height="5" rx="1"/></g></svg>',
});

/** A page with a flower on it. */
export const tourIcon = new LabIcon({
  name: '@daisy-lab/jupyterlab:tour',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">' +
    '<path class="jp-icon3" stroke="#616161" stroke-width="1.6" d="M5 2.8h14v18.4H5zM8 2.8v18.4"/>' +
    `<g transform="translate(8 6) scale(.46)"><g class="jp-icon3" fill="#616161">${petals}</g>` +
    '<circle cx="12" cy="12" r="3.8" fill="#f2b01e"/></g></svg>',
});

/** Three steps and the wires between them. */
export const canvasIcon = new LabIcon({
  name: '@daisy-lab/jupyterlab:canvas',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">' +
    '<g class="jp-icon3" stroke="#616161" stroke-width="1.6">' +
    '<rect x="2" y="3" width="7" height="6" rx="1"/><rect x="2" y="15" width="7" height="6" rx="1"/>' +
    '<rect x="15" y="9" width="7" height="6" rx="1"/></g>' +
    '<path d="M9 6c4 0 2 5 6 5M9 18c4 0 2-5 6-5" stroke="#f2b01e" stroke-width="1.6"/></svg>',
});
