import type { StepNote, StepPlace, StepTitle } from './choices.ts';

/** What a step is called in English. */
export const titleTexts: Readonly<Record<StepTitle, string>> = {
  'put-files': 'Put the files in place',
  look: 'Look at the change',
  'switch-on': 'Switch audit on',
  'set-flags': "Add the flags to kube-apiserver's command line",
  configure: 'Write the configuration',
  apply: 'Apply it',
  restart: 'Restart kube-apiserver',
  create: 'Create the cluster',
  'send-log': 'Send the log',
  keep: 'Keep it through upgrades',
};

export const placeTexts: Readonly<Record<StepPlace, string>> = {
  'each-node': 'on each control-plane node',
  workstation: 'where you work with the cluster',
};

export const noteTexts: Readonly<Record<StepNote, string>> = {
  'whodunit-needed': 'whodunit is the program of this release: ./whodunit in its folder.',
  'node-after-node': 'Do one node after the other: kube-apiserver is away for about a minute.',
  undo: '"whodunit apiserver undo --manifest FILE" brings the manifest back byte for byte.',
  'token-in-url':
    'kube-apiserver sends no credentials over plain http, so the token is in the URL. Use https outside of one machine.',
  batches: 'kube-apiserver sends what it has every 30 seconds, so the first event takes as long.',
  'own-machine-alone':
    'Nobody but the machine of the server reaches it at this address: start it with --listen and --public-url for nodes elsewhere.',
  'agent-stays':
    'The agent goes on until it is ended: run it as a service, by deploy/systemd/whodunit-collect.service. With --once it ends when everything is sent.',
  'agent-of-cluster': 'The agent finds the log and the cluster in the manifest, as the collector of ACK does.',
  'upgrade-writes-anew':
    '"kubeadm upgrade" writes the manifest anew from its own configuration: merge kubeadm-audit/kubeadm.yaml into that, or switch audit on again.',
  'user-of-apiserver':
    'The user that kube-apiserver runs as has to be able to read the files, and to write to the folder of the log.',
  'merge-into-spec': 'Merge the file into the spec that the editor shows.',
  'kops-no-truncation':
    'kops has no fields for truncation, so events that are too large are dropped by no limit and sent whole.',
  'cluster-made-anew': 'kind mounts files only into a cluster that it makes: one that is there has to be made anew.',
  'minikube-log': 'minikube mounts no folder for logs: the log goes to standard output, from where the agent gets it.',
  'talos-log': 'Talos writes a log in any case, to /var/log/audit/kube/kube-apiserver.log.',
  'talos-again': 'Do it again, by a timer, for what comes later: a log that is sent again adds nothing.',
};
