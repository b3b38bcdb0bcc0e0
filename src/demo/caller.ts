import { goJson } from './go-json.ts';

/** A user as kube-apiserver authenticated it. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  /** Keys in the order of the alphabet, as Go writes maps. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who makes a request, from where, with what; `head` is that part of the event, written once and used often. */
export interface Caller {
  readonly username: string;
  readonly head: string;
}

/** Prepares a caller. */
export function createCaller(user: User, sourceIPs: readonly string[], userAgent: string, impersonated?: User): Caller {
  let head = `"user":${userJson(user)}`;
  if (impersonated) head += `,"impersonatedUser":${userJson(impersonated)}`;
  head += `,"sourceIPs":${goJson(sourceIPs)},"userAgent":${goJson(userAgent)}`;
  return { username: (impersonated ?? user).username, head };
}

function userJson({ username, uid, groups, extra }: User): string {
  return goJson({
    username,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  });
}

/** The user of a service account; `extra` says by which token, and of which pod, it is known. */
export function serviceAccount(namespace: string, name: string, uid: string, extra?: User['extra']): User {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    ...(extra === undefined ? {} : { extra }),
  };
}

export const credentialId = 'authentication.kubernetes.io/credential-id';
