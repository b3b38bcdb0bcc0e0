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

/** What is wrong with a file of schedules of reports. */
export const scheduleCodes = {
  'report-schedule-syntax': {
    meaning: 'The file is not YAML, or is nested too deeply.',
    remedy: 'The message says what was expected.',
  },
  'report-schedule-too-large': { meaning: 'The file is larger than is read.', remedy: 'Divide it into several files.' },
  'invalid-report-schedule': {
    meaning: 'A member of a schedule is missing, unknown, or has a value that it cannot have; or two have one name.',
    remedy: 'The message names the member and what is expected.',
  },
  'report-channel-missing': {
    meaning: 'A schedule sends to a channel that is not there: what is sent to it becomes a dead letter.',
    remedy: 'Apply the channel, or correct its name.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;
