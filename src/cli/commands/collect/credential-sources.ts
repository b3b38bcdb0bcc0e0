import { access } from 'node:fs/promises';
import path from 'node:path';
import { type CredentialSources, createCredentialStore } from '../../../collect/index.ts';
import { unreachable, wrongUsage } from '../../cli-error.ts';
import type { CommonOptions } from '../../common-options.ts';
import type { CollectCommandOptions } from './index.ts';

type Given = CollectCommandOptions & CommonOptions;

/** Where the agent's token and certificates come from; whoever runs beside the server has those that it left. Throws where one cannot be read. */
export async function credentialSources(options: Given, server: URL): Promise<CredentialSources> {
  const { token, clientCertificate: certificateFile, clientKey: keyFile } = options;
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw wrongUsage('--client-certificate and --client-key need each other');
  if (certificateFile !== undefined && server.protocol !== 'https:')
    throw wrongUsage('--client-certificate needs a server that is named by https://');
  const isTokenGiven = token !== undefined || options.tokenFile !== undefined || certificateFile !== undefined;
  const tokenFile = options.tokenFile ?? (isTokenGiven ? undefined : await ifThere(options.data, 'admin-token'));
  const caFile =
    options.ca ?? (server.protocol === 'https:' ? await ifThere(options.data, 'tls', 'ca.crt') : undefined);
  const sources = { token, tokenFile, caFile, certificateFile, keyFile };
  try {
    await createCredentialStore(sources).current();
  } catch (error) {
    throw unreachable('cannot read the token or a certificate', error);
  }
  return sources;
}

async function ifThere(...parts: readonly string[]): Promise<string | undefined> {
  const file = path.join(...parts);
  return access(file).then(
    () => file,
    () => undefined,
  );
}
