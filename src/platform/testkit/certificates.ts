import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import { PemConverter, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';
import { issueAuthority, issueServer } from '../../server/auth/tls/issue.ts';

/** PEM. */
interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface TestCertificates {
  /** Who vouches for both. */
  readonly ca: string;
  /** Of a server at 127.0.0.1. */
  readonly server: KeyPair;
  /** As any authority would make it. */
  readonly client: KeyPair;
}

/** Makes an authority, and a certificate of it for each side of a call within this machine. */
export async function issueCertificates(): Promise<TestCertificates> {
  const authority = await issueAuthority(Date.now());
  const server = await issueServer(authority, ['127.0.0.1'], Date.now());
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const secret = PemConverter.decodeFirst(authority.key);
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=whodunit',
    issuer: new X509Certificate(authority.certificate).subject,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', secret, algorithm, false, ['sign']),
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return {
    ca: authority.certificate,
    server: { cert: server.certificate, key: server.key },
    client: { cert: certificate.toString('pem'), key },
  };
}
