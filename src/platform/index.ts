export { type Clock, type ManualClock, createManualClock, systemClock } from './clock.ts';
export { type FileLayer, type OpenFile, type OpenMode, errorCodeOf, realFiles } from './files.ts';
