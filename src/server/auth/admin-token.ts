import path from 'node:path';
import {
  type FileLayer,
  type Logger,
  makePrivate,
  readFileIfPresent,
  writeFileAtomically,
} from '../../platform/index.ts';
import { newToken } from '../../records/index.ts';

const tokenPattern = /^wdadmin_[\w-]{43}$/;

/** Where `serve` leaves the local administrator's token, and the CLI looks for it. */
export function adminTokenPath(dataDirectory: string): string {
  return path.join(dataDirectory, 'admin-token');
}

/**
 * The token of the data directory, made on the first start: whoever may read the server's files is its administrator. The
 * file is readable by its owner alone. One that others could write is not trusted: another is made.
 */
export async function ensureAdminToken(files: FileLayer, dataDirectory: string, logger: Logger): Promise<string> {
  const file = adminTokenPath(dataDirectory);
  const present = (await readFileIfPresent(files, file))?.toString('utf8').trim();
  const privacy = present === undefined ? 'private' : await makePrivate(file, logger);
  if (privacy === 'was-readable')
    logger.warn({ path: file }, 'others may know this token; remove the file and start again to have another');
  if (present !== undefined && privacy !== 'was-writable' && tokenPattern.test(present)) return present;
  const { text } = newToken('wdadmin');
  await writeFileAtomically(files, file, Buffer.from(`${text}\n`));
  return text;
}
