const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n';

/** An example of a linter rule as a whole policy. */
export function wholePolicy(example: string): string {
  return `${example.startsWith('apiVersion:') ? '' : head}${example}\n`;
}
