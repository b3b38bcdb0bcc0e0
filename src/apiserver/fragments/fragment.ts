import type { Release } from '../flags/catalogue.ts';

/** Ways to run a control plane whose manifest of kube-apiserver is not edited by hand. */
export const distributions = ['minikube', 'kubeadm', 'kind', 'k3s', 'rke2', 'kops', 'talos'] as const;
export type Distribution = (typeof distributions)[number];

/** What a fragment has to say. Paths are the same on the node and in kube-apiserver's container. */
export interface FragmentRequest {
  readonly release: Release;
  /** Names without dashes, in the order in which they are listed. */
  readonly flags: readonly (readonly [name: string, value: string])[];
  readonly policy: { readonly path: string; readonly text: string };
  readonly kubeconfig: { readonly path: string; readonly text: string } | undefined;
  /** The folder of the log; undefined where none is written to a file. */
  readonly logFolder: string | undefined;
}

/** A piece of configuration, and what has to be known to use it. */
export interface Fragment {
  readonly text: string;
  /** What the fragment cannot say. */
  readonly notes: readonly string[];
}

/** The files that have to be on every node before kube-apiserver starts. */
export function neededFiles(request: FragmentRequest): readonly { readonly path: string; readonly text: string }[] {
  return request.kubeconfig ? [request.policy, request.kubeconfig] : [request.policy];
}

/** The comment at the head of a fragment. */
export function header(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join('');
}
