/** Commands of this extension; `docmanager:open` is JupyterLab's. */
export const CommandIds = {
  openCt: 'daisy:open-ct',
  openTour: 'daisy:open-tour',
  openDocument: 'docmanager:open',
} as const;
