/** Commands of this extension, and those of JupyterLab that it calls. */
export const CommandIds = {
  openCt: 'daisy:open-ct',
  openChosenCt: 'daisy:open-chosen-ct',
  openHdf5: 'daisy:open-hdf5',
  openChosenHdf5: 'daisy:open-chosen-hdf5',
  openTour: 'daisy:open-tour',
  newWorkflow: 'daisy:new-workflow',
  openObject: 'daisy:open-object',
  showData: 'daisy:show-data',
  showAlgorithms: 'daisy:show-algorithms',
  showRuns: 'daisy:show-runs',
  showLog: 'daisy:show-log',
  addToCanvas: 'daisy:add-to-canvas',
  openDocument: 'docmanager:open',
  saveDocumentAs: 'docmanager:save-as',
  showRunning: 'running:show-panel',
} as const;
