import { noLimits, type Users } from '../../records/index.ts';
import { generatePassword, type PasswordHasher } from './password.ts';

/** The sign-in that the first start prints, once. */
export interface FirstSignIn {
  readonly name: string;
  readonly password: string;
}

/**
 * Makes the administrator of a server that has no user; undefined where there is one. The password is to be changed, unless
 * it is as short-lived as its server.
 */
export async function ensureFirstUser(
  users: Users,
  hasher: PasswordHasher,
  { mustChangePassword = true }: { readonly mustChangePassword?: boolean } = {},
): Promise<FirstSignIn | undefined> {
  if ((await users.list()).length > 0) return undefined;
  const name = 'admin';
  const first = { name, password: generatePassword(name) };
  await users.add({
    name: first.name,
    passwordHash: await hasher.hash(first.password),
    mustChangePassword,
    role: 'admin',
    limits: noLimits,
  });
  return first;
}
