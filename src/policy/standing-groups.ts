/**
 * The groups that kube-apiserver puts a user into by itself, whatever the credentials say: authenticated or not
 * (AuthenticatedGroupAdder, the anonymous authenticator), and those of a service account's namespace.
 */
export function standingGroups(user: string): readonly string[] {
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user) ?? [];
  const account = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [...account, 'system:authenticated'];
}
