import { shellWord } from '../../apiserver/index.ts';
import { agentOnNode, isPlain, usualAgent, webhookNotes, webhookUrl, writesLog } from '../parts.ts';
import { type SetupRequest, type SetupStep, step, type Way } from '../step.ts';

const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';

/** kubeadm's layout: a static pod, whose manifest is edited in place and can be given back. */
export const kubeadm: Way = {
  name: 'kubeadm',
  steps: (request) => [
    ...edit(request),
    ...usualAgent(request),
    step('keep', 'each-node', {
      commands: words('whodunit apiserver enable --for kubeadm --out kubeadm-audit', enableOptions(request)),
      notes: ['upgrade-writes-anew'],
    }),
  ],
};

/** A cluster that is registered with ACK, whose own collector finds the same log by variables of the manifest. */
export const registered: Way = {
  name: 'registered',
  steps: (request) => [
    ...edit(request, writesLog(request) ? [`--collector-env ${shellWord(request.cluster.id)}`] : []),
    ...(writesLog(request) ? [agentOnNode(request, `--manifest ${manifest}`, ['agent-of-cluster'])] : []),
  ],
};

function edit(request: SetupRequest, more: readonly string[] = []): readonly SetupStep[] {
  const enable = [`sudo whodunit apiserver enable --manifest ${manifest}`, ...enableOptions(request), ...more];
  const { authority, backend, policy } = request;
  return [
    step('put-files', 'each-node', {
      files: [
        { path: 'policy.yaml', text: policy.text, isSecret: false },
        ...(authority === undefined || backend === 'log' ? [] : [{ path: 'ca.crt', text: authority, isSecret: false }]),
      ],
    }),
    step('look', 'each-node', { commands: words(...enable, '--dry-run'), notes: ['whodunit-needed'] }),
    step('switch-on', 'each-node', {
      commands: words(...enable),
      notes: ['node-after-node', 'undo', ...webhookNotes(request)],
    }),
  ];
}

function enableOptions(request: SetupRequest): readonly string[] {
  const { authority, backend, token } = request;
  const shared = `--policy policy.yaml --backend ${backend}`;
  if (backend === 'log') return [shared];
  const ca = authority === undefined || isPlain(request) ? '' : ' --webhook-ca ca.crt';
  return [shared, `--webhook-url ${shellWord(webhookUrl(request))}${ca}`, `--webhook-token ${shellWord(token)}`];
}

function words(...parts: readonly (string | readonly string[])[]): string {
  return parts.flat().join(' \\\n  ');
}
