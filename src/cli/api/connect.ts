import { readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import type { Command } from 'commander';
import { errorCodeOf } from '../../platform/index.ts';
import { unreachable, wrongUsage } from '../cli-error.ts';
import { type CommonOptions, commonOptions } from '../common-options.ts';
import { type ApiClient, createApiClient } from './client.ts';

/** The client of the server that the command's options name. */
export async function connect(command: Command): Promise<ApiClient> {
  const options = commonOptions(command);
  const server = serverUrl(options.server);
  if (server.protocol === 'https:') await trustAuthority(options);
  return createApiClient({ server, token: await tokenOf(options) });
}

/** Reads the address of a server. Throws CliError (exit 2) for what is no URL. */
export function serverUrl(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url === null || !/^https?:$/.test(url.protocol)) throw wrongUsage(`cannot use "${text}" as server: it is no URL`);
  return url;
}

/** The token that was given, or the one that `serve` left for the local administrator. */
async function tokenOf({ token, data }: CommonOptions): Promise<string | undefined> {
  const text = (token ?? (await readIfPresent(path.join(data, 'admin-token'))))?.trim();
  if (text === undefined || text === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(text)) throw wrongUsage('cannot use the token: it holds what no token holds');
  return text;
}

/** Trusts the authority of a self-signed server: the file given, or the one that `serve` left. */
async function trustAuthority({ ca, data }: CommonOptions): Promise<void> {
  const pem = ca === undefined ? await readIfPresent(path.join(data, 'tls', 'ca.crt')) : await readAuthority(ca);
  if (pem === undefined) return;
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), pem]);
  } catch {
    throw wrongUsage(`cannot use "${ca ?? 'tls/ca.crt'}" as CA: it holds no certificate in PEM`);
  }
}

async function readAuthority(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreachable(`cannot read "${file}"`, error);
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return undefined;
    throw unreachable(`cannot read "${file}"`, error);
  }
}
