import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/index.ts';
import type { Records, User } from '../../records/index.ts';
import { createAttempts } from './attempts.ts';
import type { PasswordHasher } from './password.ts';
import { readSessionCookie, sessionCookie } from './session-cookie.ts';

/** Milliseconds that a session lasts: a working day. */
const sessionLength = 12 * 3_600_000;

export type SignInResult =
  | {
      readonly kind: 'signed-in';
      readonly user: User;
      /** The Set-Cookie header. */
      readonly cookie: string;
      /** What the page sends as x-csrf-token. */
      readonly csrfToken: string;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

export interface SignInRequest {
  readonly name: string;
  readonly password: string;
  /** The peer's IP address. */
  readonly address: string;
  readonly isSecure: boolean;
}

export interface SignIn {
  /** Begins a session for a user whose password is right. A wrong name and a wrong password look the same. */
  signIn(request: SignInRequest): Promise<SignInResult>;
  /** Ends the session of a Cookie header, if there is one. */
  signOut(cookieHeader: string | undefined, isSecure: boolean): Promise<void>;
}

export interface SignInOptions {
  readonly records: Pick<Records, 'users' | 'sessions'>;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

/** Makes the door for people. Failed attempts are counted by name and address. */
export function createSignIn({ records, hasher, clock }: SignInOptions): SignIn {
  const attempts = createAttempts(clock);
  return {
    signIn: async ({ name, password, address, isSecure }) => {
      const retryAfterSeconds = attempts.begin(name, address);
      if (retryAfterSeconds !== undefined) return { kind: 'limited', retryAfterSeconds };
      const user = await records.users.find(name);
      const isRight = await hasher.verify(password, user?.passwordHash);
      if (user === undefined || !isRight) return { kind: 'refused' };
      attempts.succeed(name, address);
      const csrfToken = randomBytes(32).toString('base64url');
      const expiresAt = clock.now() + sessionLength;
      const { text } = await records.sessions.add({ user: user.name, csrfSecret: csrfToken, expiresAt });
      return { kind: 'signed-in', user, cookie: sessionCookie(text, expiresAt, isSecure), csrfToken };
    },
    signOut: async (cookieHeader, isSecure) => {
      const value = readSessionCookie(cookieHeader, isSecure);
      if (value !== undefined) await records.sessions.delete(value);
    },
  };
}
