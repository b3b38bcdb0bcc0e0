import { parseCookie, stringifySetCookie } from 'cookie';

const plainName = 'whodunit_session';
/** With TLS the browser itself sees to it that no other host and no plain connection set the cookie. */
const secureName = '__Host-whodunit_session';

/** The Set-Cookie header that begins a session. `expiresAt` is in Unix milliseconds. */
export function sessionCookie(value: string, expiresAt: number, isSecure: boolean): string {
  return stringifySetCookie({
    name: nameOf(isSecure),
    value,
    expires: new Date(expiresAt),
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'strict',
  });
}

/** The Set-Cookie header that ends a session. */
export function endedSessionCookie(isSecure: boolean): string {
  return sessionCookie('', 0, isSecure);
}

/** The session's value in a Cookie header. */
export function readSessionCookie(header: string | undefined, isSecure: boolean): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[nameOf(isSecure)];
}

function nameOf(isSecure: boolean): string {
  return isSecure ? secureName : plainName;
}
