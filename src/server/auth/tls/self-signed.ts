import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import path from 'node:path';
import { AppError, said } from '../../../base/index.ts';
import { readFileIfPresent, writeFileAtomically, type Clock, type FileLayer } from '../../../platform/index.ts';
import type { Issued } from './issue.ts';

/** A server's certificate is made anew at a start within so many milliseconds of its end: a third of its life. */
const renewBefore = 275 * 86_400_000;

/** What a TLS server needs, all PEM, and the CA that a kubeconfig names. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface SelfSignedOptions {
  readonly files: FileLayer;
  readonly clock: Clock;
  /** Where the keys and certificates are kept, such as `tls` in the data directory. Keys are readable by their owner alone. */
  readonly directory: string;
  /** Names and addresses that clients call the server by. */
  readonly hosts: readonly string[];
}

/**
 * The certificate of a server that has none of its own. The CA is made once and stays; the server's certificate is made
 * anew by it when the hosts change or its end is near. Throws AppError `conflict` when the CA's files do not belong together.
 */
export async function ensureSelfSigned({
  files,
  clock,
  directory,
  hosts,
}: SelfSignedOptions): Promise<ServerCertificate> {
  await files.makeDirectory(directory);
  const authority = (await readPair(files, directory, 'ca')) ?? (await makeAuthority(files, directory, clock));
  if (!belongTogether(authority))
    throw new AppError(
      'conflict',
      said`cannot use the CA in "${directory}": there is no ca.key that is the key of ca.crt`,
    );
  const present = await readPair(files, directory, 'server');
  const isGood = present !== undefined && isUsable(present, authority, hosts, clock.now());
  const server = isGood ? present : await makeServer(files, directory, { authority, hosts, clock });
  const expiresAt = new X509Certificate(server.certificate).validToDate.getTime();
  return { key: server.key, certificate: server.certificate, authority: authority.certificate, expiresAt };
}

async function makeAuthority(files: FileLayer, directory: string, clock: Clock): Promise<Issued> {
  const { issueAuthority } = await import('./issue.ts');
  return writePair(files, directory, 'ca', await issueAuthority(clock.now()));
}

async function makeServer(
  files: FileLayer,
  directory: string,
  { authority, hosts, clock }: { readonly authority: Issued; readonly hosts: readonly string[]; readonly clock: Clock },
): Promise<Issued> {
  const { issueServer } = await import('./issue.ts');
  return writePair(files, directory, 'server', await issueServer(authority, hosts, clock.now()));
}

async function readPair(files: FileLayer, directory: string, name: string): Promise<Issued | undefined> {
  const key = await readFileIfPresent(files, path.join(directory, `${name}.key`));
  const certificate = await readFileIfPresent(files, path.join(directory, `${name}.crt`));
  if (certificate === undefined) return undefined;
  // An empty key belongs to no certificate: of the CA that is an error, of the server a reason to make both anew.
  if (key === undefined) return { key: '', certificate: certificate.toString('utf8') };
  return { key: key.toString('utf8'), certificate: certificate.toString('utf8') };
}

/** The key comes first: a certificate without one is of no use, and a crash in between makes both anew. */
async function writePair(files: FileLayer, directory: string, name: string, issued: Issued): Promise<Issued> {
  await writeFileAtomically(files, path.join(directory, `${name}.key`), Buffer.from(issued.key));
  await writeFileAtomically(files, path.join(directory, `${name}.crt`), Buffer.from(issued.certificate));
  return issued;
}

function belongTogether({ certificate, key }: Issued): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    // What OpenSSL cannot read is no pair either; its own words would not tell the operator more.
    return false;
  }
}

function isUsable(server: Issued, authority: Issued, hosts: readonly string[], now: number): boolean {
  if (!belongTogether(server)) return false;
  const certificate = new X509Certificate(server.certificate);
  const isIssued = certificate.verify(new X509Certificate(authority.certificate).publicKey);
  const isFor = (host: string) =>
    isIP(host) === 0 ? certificate.checkHost(host) !== undefined : certificate.checkIP(host) !== undefined;
  return isIssued && hosts.every(isFor) && certificate.validToDate.getTime() - now > renewBefore;
}
