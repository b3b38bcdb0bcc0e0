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
  | Limited;

interface Limited {
  readonly kind: 'limited';
  readonly retryAfterSeconds: number;
}

export type PasswordCheckResult = { readonly kind: 'right' | 'refused' } | Limited;

export interface SignInRequest {
  readonly name: string;
  readonly password: string;
  /** The peer's IP address. */
  readonly address: string;
  readonly isSecure: boolean;
}

/** A password that somebody signed in gives again. */
export interface PasswordCheck {
  readonly user: User;
  readonly password: string;
  readonly address: string;
}

export interface SignIn {
  /** Begins a session for a user whose password is right. A wrong name and a wrong password look the same. */
  signIn(request: SignInRequest): Promise<SignInResult>;
  /** Says whether it is the password of the user; wrong ones count as attempts to sign in do. */
  checkPassword(check: PasswordCheck): Promise<PasswordCheckResult>;
  /** Ends the session of a Cookie header, if there is one. */
  signOut(cookieHeader: string | undefined, isSecure: boolean): Promise<void>;
}

export interface SignInOptions {
  readonly records: Pick<Records, 'users' | 'sessions'>;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

/** Lets people in. Failed attempts are counted by name and address. */
export function createSignIn({ records, hasher, clock }: SignInOptions): SignIn {
  const attempts = createAttempts(clock);

  async function check(name: string, user: User | undefined, password: string, address: string) {
    const attempt = attempts.begin(name, address);
    if ('retryAfterSeconds' in attempt) return { kind: 'limited', ...attempt } as const;
    try {
      const isRight = await hasher.verify(password, user?.passwordHash);
      if (user === undefined || !isRight) return { kind: 'refused' } as const;
      attempt.forgive();
      return { kind: 'right', user } as const;
    } catch (error) {
      attempt.forgive();
      throw error;
    }
  }

  return {
    signIn: async ({ name, password, address, isSecure }) => {
      const checked = await check(name, await records.users.find(name), password, address);
      if (checked.kind !== 'right') return checked;
      const { user } = checked;
      const csrfToken = randomBytes(32).toString('base64url');
      const expiresAt = clock.now() + sessionLength;
      const { text } = await records.sessions.add({ user: user.name, csrfSecret: csrfToken, expiresAt });
      return { kind: 'signed-in', user, cookie: sessionCookie(text, expiresAt, isSecure), csrfToken };
    },
    checkPassword: async ({ user, password, address }) => {
      const checked = await check(user.name, user, password, address);
      return checked.kind === 'right' ? { kind: 'right' } : checked;
    },
    signOut: async (cookieHeader, isSecure) => {
      const value = readSessionCookie(cookieHeader, isSecure);
      if (value !== undefined) await records.sessions.delete(value);
    },
  };
}
