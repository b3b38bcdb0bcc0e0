export { alertMessage, type AlertNotes, onlyOne } from './alert.ts';
export type { Style } from './data.ts';
export { digestMessage } from './digest.ts';
export { groupMessage } from './group.ts';
