/** Commands of this extension, and those of JupyterLab that it calls. */
export const CommandIds = {
  openCt: 'daisy:open-ct',
  openTour: 'daisy:open-tour',
  newWorkflow: 'daisy:new-workflow',
  openDocument: 'docmanager:open',
  showRunning: 'running:show-panel',
} as const;
