import { AppError, type Said, said, type Text } from '../../base/index.ts';
import { errorCodeOf } from '../files.ts';

/** What is never called. */
export function refused(reason: Said): AppError {
  return new AppError('destination-refused', said`cannot call destination: ${reason}`);
}

/** An address that the guard does not allow. */
export function refusedAddress(address: string): AppError {
  return refused(
    said`its address ${address} is private, loopback or otherwise not of the internet; $WHODUNIT_ALLOW_PRIVATE_DESTINATIONS may list it`,
  );
}

const unvouched = said`nobody who is trusted vouches for its certificate; \`ca\` says who does`;

/** What the usual codes of Node and OpenSSL mean, for whoever reads why a destination takes nothing. */
const reasons: Readonly<Record<string, Said>> = {
  ECONNREFUSED: said`nothing listens there`,
  ECONNRESET: said`it cut the connection`,
  ENOTFOUND: said`no host of that name is known`,
  EAI_AGAIN: said`the name of its host cannot be looked up now`,
  EHOSTUNREACH: said`there is no way to its host`,
  ENETUNREACH: said`there is no way to its network`,
  CERT_HAS_EXPIRED: said`its certificate has expired`,
  CERT_NOT_YET_VALID: said`its certificate is not valid yet`,
  ERR_TLS_CERT_ALTNAME_INVALID: said`its certificate is of another name`,
  DEPTH_ZERO_SELF_SIGNED_CERT: unvouched,
  SELF_SIGNED_CERT_IN_CHAIN: unvouched,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unvouched,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unvouched,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: said`it wants a certificate`,
  ERR_SSL_WRONG_VERSION_NUMBER: said`it does not speak TLS`,
};

/** What may pass. The URL is not told: paths and queries of webhooks hold secrets. */
export function unreachable(cause: unknown): AppError {
  return unreachableFor(reasonOf(cause), { cause });
}

function unreachableFor(reason: Text, options?: ErrorOptions): AppError {
  return new AppError('destination-unreachable', said`cannot call destination: ${reason}`, options);
}

/** Why a call failed, for people. */
export function reasonOf(cause: unknown): Text {
  const code = codeOf(cause);
  if (code === undefined) return cause instanceof Error ? cause.message : String(cause);
  const known = reasons[code];
  return known === undefined ? code : said`${known} (${code})`;
}

/** Fails after a time. The caller clears it. */
export function deadline(ms: number, what: Said, fail: (error: AppError) => void): NodeJS.Timeout {
  return setTimeout(() => fail(unreachableFor(said`${what} after ${ms / 1000} s`)), ms);
}

/** OpenSSL's own code where Node gives a broader one. */
function codeOf(cause: unknown): string | undefined {
  const code = errorCodeOf(cause);
  const isPlain = code === 'EPROTO' && cause instanceof Error && cause.message.includes('wrong version number');
  return isPlain ? 'ERR_SSL_WRONG_VERSION_NUMBER' : code;
}
