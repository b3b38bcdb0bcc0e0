/** Ways to run kube-apiserver, each with steps of its own. `self-managed` is one that you start with flags yourself. */
export const setupWays = [
  'kubeadm',
  'self-managed',
  'registered',
  'k3s',
  'rke2',
  'kops',
  'talos',
  'kind',
  'minikube',
] as const;
export type SetupWay = (typeof setupWays)[number];

/** How events come: kube-apiserver sends them, an agent sends what kube-apiserver writes to a log, or both. */
export const setupBackends = ['webhook', 'log', 'both'] as const;
export type SetupBackend = (typeof setupBackends)[number];

/** The policies that may be chosen: those that ship with the product. */
export const setupPolicies = ['ack', 'cis', 'detection', 'forensic', 'minimal', 'registered'] as const;
export type SetupPolicy = (typeof setupPolicies)[number];

/** The policy of a way where none is chosen. */
export function usualPolicy(way: SetupWay): SetupPolicy {
  return way === 'registered' ? 'registered' : 'ack';
}

/** What is to be done in a step. */
export const stepTitles = [
  'put-files',
  'look',
  'switch-on',
  'set-flags',
  'configure',
  'apply',
  'restart',
  'create',
  'send-log',
  'keep',
] as const;
export type StepTitle = (typeof stepTitles)[number];

/** Where it is done: on each control-plane node, or where one works with the cluster. */
export const stepPlaces = ['each-node', 'workstation'] as const;
export type StepPlace = (typeof stepPlaces)[number];

/** What one has to know about a step. */
export const stepNotes = [
  'whodunit-needed',
  'node-after-node',
  'undo',
  'token-in-url',
  'batches',
  'own-machine-alone',
  'agent-stays',
  'agent-of-cluster',
  'upgrade-writes-anew',
  'user-of-apiserver',
  'merge-into-spec',
  'kops-no-truncation',
  'cluster-made-anew',
  'minikube-log',
  'talos-log',
  'talos-again',
] as const;
export type StepNote = (typeof stepNotes)[number];
