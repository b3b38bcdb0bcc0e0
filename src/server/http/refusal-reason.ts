import { AppError, type ErrorCode } from '../../base/index.ts';
import type { RefusalReason } from './arrivals.ts';

/** Of errors that mean one thing wherever they come from. */
const reasons: { readonly [Code in ErrorCode]?: RefusalReason } = {
  forbidden: 'credentials-of-another',
  'not-found': 'cluster-unknown',
  'cluster-disabled': 'cluster-disabled',
  'daily-quota-reached': 'quota-reached',
  'bad-request': 'unreadable',
  'too-large': 'too-large',
  'journal-full': 'no-room',
  'journal-unavailable': 'no-room',
  'disk-full': 'no-room',
};

/** Why a body of events was refused; `hasCredentials` says whether the sender had shown anything. */
export function refusalReason(error: unknown, hasCredentials: boolean): RefusalReason {
  if (!(error instanceof AppError)) return 'failed';
  if (error.code === 'unauthenticated') return hasCredentials ? 'token-unknown' : 'token-missing';
  return reasons[error.code] ?? 'failed';
}

/**
 * The client says by it that it does not trust our certificate: OpenSSL's names of the alerts 42, 45, 46, 48, and 51, which a client sends
 * that knows an authority of the same name and another key.
 */
const distrust = /ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|DECRYPT_ERROR)$/;
/** The first byte of a TLS handshake. */
const handshake = 0x16;

/** Why a connection never became a request; undefined where that says nothing about a sender of events. */
export function connectionReason({
  code,
  rawPacket,
}: {
  readonly code?: unknown;
  readonly rawPacket?: unknown;
}): RefusalReason | undefined {
  // Not every error on a connection has a name for a code: that of a call that was given up has a number.
  if (typeof code !== 'string') return undefined;
  if (code === 'ERR_SSL_HTTP_REQUEST') return 'http-to-https';
  if (distrust.test(code)) return 'certificate-not-trusted';
  if (code.startsWith('ERR_SSL_')) return 'tls-failed';
  return rawPacket instanceof Uint8Array && rawPacket[0] === handshake ? 'https-to-http' : undefined;
}
