import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../base/index.ts';

/** What shows the server who sends, and us that it is the server. */
export interface Credentials {
  readonly token: string | undefined;
  /** PEM. Without an authority those of the system vouch for the server; with one, nobody else does. */
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** Where they come from. A token may be given as it is. */
export interface CredentialSources {
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** Reads them again whenever a file has changed: they are renewed while the agent runs, by rename or by the link of a mounted secret. */
export interface CredentialStore {
  /** The same object as long as nothing has changed. Throws AppError `bad-request` for what is no token, and the system's errors. */
  current(): Promise<Credentials>;
}

export function createCredentialStore(sources: CredentialSources): CredentialStore {
  const files = [sources.tokenFile, sources.caFile, sources.certificateFile, sources.keyFile];
  let read: { readonly state: string; readonly credentials: Credentials } | undefined;
  return {
    current: async () => {
      const state = (await Promise.all(files.map(stateOf))).join(' ');
      if (read?.state === state) return read.credentials;
      const [tokenText, ca, certificate, key] = await Promise.all(files.map(textOf));
      const token = tokenOf(tokenText ?? sources.token, sources.tokenFile);
      read = { state, credentials: { token, ca, certificate, key } };
      return read.credentials;
    },
  };
}

async function stateOf(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  const { ino, size, mtimeNs } = await stat(file, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

async function textOf(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readFile(file, 'utf8');
}

function tokenOf(text: string | undefined, file: string | undefined): string | undefined {
  const token = text?.trim() ?? '';
  if (token === '') {
    if (file !== undefined) throw new AppError('bad-request', `cannot use "${file}" as token: it is empty`);
    return undefined;
  }
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new AppError('bad-request', 'cannot use the token: it holds what no token holds');
}
