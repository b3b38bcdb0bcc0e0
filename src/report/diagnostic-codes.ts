import type { DiagnosticDoc } from '../base/index.ts';

/** What is wrong with a dashboard as a file or beside others; what is wrong within it has codes of `dashboards`. */
export const registryCodes = {
  'dashboard-id-taken': {
    meaning: 'Another dashboard has the id: built-in ones come first, then those of the folder, then those made here.',
    remedy: 'Give it an id of its own.',
  },
  'dashboard-file-unreadable': {
    meaning: 'The file cannot be read. What it held when it was last read goes on.',
    remedy: 'Look at the file and at who may read it.',
  },
  'dashboard-file-too-large': {
    meaning: 'The file is larger than a dashboard may be.',
    remedy: 'Divide it into several dashboards.',
  },
  'dashboard-files-too-many': {
    meaning: 'The folder holds more files than are read.',
    remedy: 'Take the others out.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;
