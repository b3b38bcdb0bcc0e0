export { readFileIfPresent, writeFileAtomically } from './atomic-file.ts';
export { type Clock, type ManualClock, createManualClock, systemClock } from './clock.ts';
export { type FileLayer, type FileLock, type OpenFile, type OpenMode, errorCodeOf, realFiles } from './files.ts';
