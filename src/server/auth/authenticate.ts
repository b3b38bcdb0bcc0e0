import { AppError, said } from '../../base/index.ts';
import { isSameSecret, type Records, type Session } from '../../records/index.ts';
import { type Caller, callerOfToken, callerOfUser, localAdmin } from '../../access/index.ts';
import { readSessionCookie } from './session-cookie.ts';

/** What a request says about its sender. Names of headers are in lower case, as Node gives them. */
export interface RequestHead {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The request came over TLS. */
  readonly isSecure: boolean;
}

export interface AuthenticatorOptions {
  readonly records: Pick<Records, 'users' | 'sessions' | 'apiTokens' | 'clusters'>;
  /** Tokens with the admin role: the one of the data directory, and the one of the environment. */
  readonly adminTokens: readonly string[];
}

export interface Authenticator {
  /**
   * Who sent a request; undefined for nobody. A bearer token is looked at alone: a wrong one is nobody, whatever cookie
   * comes along. Throws AppError `forbidden` for a changing request of a session without its CSRF token.
   */
  authenticate(request: RequestHead): Promise<Caller | undefined>;
  /** The session of a request's cookie, for telling the page its CSRF token. */
  session(request: RequestHead): Promise<Session | undefined>;
}

/** Methods that change nothing and so need no CSRF token. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Makes the one place that tells who calls. */
export function createAuthenticator({ records, adminTokens }: AuthenticatorOptions): Authenticator {
  async function ofToken(token: string): Promise<Caller | undefined> {
    if (adminTokens.some((admin) => isSameSecret(admin, token))) return localAdmin;
    const known = await records.apiTokens.use(token);
    return known === undefined ? undefined : callerOfToken(records, known);
  }

  async function session({ headers, isSecure }: RequestHead): Promise<Session | undefined> {
    const value = readSessionCookie(single(headers['cookie']), isSecure);
    return value === undefined ? undefined : records.sessions.find(value);
  }

  return {
    session,
    authenticate: async (request) => {
      const authorization = single(request.headers['authorization']);
      if (authorization !== undefined) {
        const token = bearerToken(authorization);
        return token === undefined ? undefined : ofToken(token);
      }
      const current = await session(request);
      const user = current === undefined ? undefined : await records.users.find(current.user);
      if (current === undefined || user === undefined) return undefined;
      if (!safeMethods.has(request.method)) requireCsrfToken(request, current);
      return callerOfUser(records, user);
    },
  };
}

function requireCsrfToken({ headers }: RequestHead, { csrfSecret }: Session): void {
  if (!isSameSecret(single(headers['x-csrf-token']) ?? '', csrfSecret))
    throw new AppError('forbidden', said`cannot change anything: the header x-csrf-token is missing or wrong`);
}

/** The token of an Authorization header of the Bearer scheme. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
