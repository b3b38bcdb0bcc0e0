/**
 * What "hide controllers and kubelets" adds to the search. Service accounts of kube-system are the controllers' own; those
 * of other namespaces stay, because people and intruders use them.
 */
export const noiseSearch = [
  'not user.groups: "system:nodes"',
  'not user.groups: "system:serviceaccounts:kube-system"',
  'not user.username: "system:apiserver"',
  'not user.username: "system:kube-scheduler"',
  'not user.username: "system:kube-controller-manager"',
].join(' and ');

/** What "people only" adds: Kubernetes' own accounts and all service accounts have names that begin so, and no person's does. */
export const peopleSearch = 'not user.username: #"system:"';
