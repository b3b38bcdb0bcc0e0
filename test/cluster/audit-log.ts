import { createReadStream, globSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { members } from './members.ts';

/** An event of a log: what tells it from the others, and when it happened in Unix milliseconds. */
export interface LoggedEvent {
  readonly identity: string;
  readonly at: number;
}

/** The name that `apiserver enable` is given for the log. */
export const logName = 'kubernetes.audit';

/** All files of a log in a folder, rotated ones too. */
export function logFiles(folder: string): readonly string[] {
  return globSync('kubernetes*.audit*', { cwd: folder }).map((file) => path.join(folder, file));
}

/** Those that were rotated, the oldest first. */
export function rotatedFiles(folder: string): readonly string[] {
  return logFiles(folder)
    .filter((file) => path.basename(file) !== logName)
    .toSorted();
}

/** The id, stage and time of an event: a client may choose the id, and one request has several stages. */
export function identityOf(line: string): string {
  const { auditID, stage, stageTimestamp } = members(line);
  return [auditID, stage, stageTimestamp].join(' ');
}

/** The events of files. A line that is being written yet is none. */
export async function eventsIn(files: readonly string[]): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (const file of files) {
    const bytes = createReadStream(file);
    for await (const line of createInterface({ input: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes })) {
      if (!line.endsWith('}')) continue;
      const at = Date.parse(String(members(line)['stageTimestamp']));
      events.push({ identity: identityOf(line), at });
    }
  }
  return events;
}
