/** The binding that let a request through, as kube-apiserver's RBAC authorizer writes it into its reason. */
export interface Binding {
  readonly kind: string;
  readonly name: string;
  readonly roleKind: string;
  readonly role: string;
  readonly subject: string;
}

// `RBAC: allowed by ClusterRoleBinding "a" of ClusterRole "b" to User "c"` (k8s.io/kubernetes plugin/pkg/auth/authorizer/rbac).
const written = /^RBAC: allowed by (\w+) "([^"]*)" of (\w+) "([^"]*)" to (.*)$/s;

/** Reads the binding out of `authorization.k8s.io/reason`; undefined where something else decided. */
export function readBinding(reason: string): Binding | undefined {
  const found = written.exec(reason);
  if (!found) return undefined;
  const [, kind = '', name = '', roleKind = '', role = '', subject = ''] = found;
  return { kind, name, roleKind, role, subject };
}
