import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A certificate with which a client has shown who it is. */
export interface ClientCertificate {
  /** The subject's one common name; undefined where it has none or several. */
  readonly commonName: string | undefined;
  /** SHA-256 of the certificate, in hex with colons. */
  readonly fingerprint: string;
}

/**
 * The certificate of a connection's client; undefined where it gave none, or one that the authorities of the server do not
 * vouch for. A resumed connection counts as verified also where no certificate was ever given, so there must be one.
 */
export function verifiedCertificate(socket: Socket): ClientCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  const name: unknown = certificate.toLegacyObject().subject?.CN;
  return {
    commonName: typeof name === 'string' ? name : undefined,
    fingerprint: certificate.fingerprint256,
  };
}
