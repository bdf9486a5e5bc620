export {
  addNode,
  removeNode,
  renameNode,
  setNested,
  setPosition,
  setPositions,
  setRules,
  useInstalledVersions,
} from './steps.js';
export type { NewNode } from './steps.js';
export { connect, disconnect, setInput, setOutput, setParam, setValue } from './links.js';
export { removeComment, removeGroup, setComment, setGroup } from './view.js';
export { copyNodes, pasteNodes } from './clipboard.js';
export type { Fragment } from './clipboard.js';
export { record, redo, startHistory, undo } from './history.js';
export type { EditHistory } from './history.js';
export type { Edited } from './edited.js';
