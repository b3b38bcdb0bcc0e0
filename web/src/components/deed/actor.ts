/** Who acted, as a person would say it. */
type Actor =
  | { readonly kind: 'service-account'; readonly name: string; readonly namespace: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'user'; readonly name: string };

/** Reads what kind of account a username is of (k8s.io/apiserver serviceaccount, node authorizer). */
export function actorOf(username: string): Actor {
  const parts = username.split(':');
  if (username.startsWith('system:serviceaccount:') && parts.length === 4)
    return { kind: 'service-account', namespace: parts[2] ?? '', name: parts[3] ?? '' };
  if (username.startsWith('system:node:')) return { kind: 'node', name: username.slice('system:node:'.length) };
  return { kind: 'user', name: username };
}
