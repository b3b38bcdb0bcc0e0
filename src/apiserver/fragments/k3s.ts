import { stringify } from 'yaml';
import { parentPath } from '../manifest/paths.ts';
import { type Fragment, type FragmentRequest, header, neededFiles } from './fragment.ts';

/** A file for k3s's folder of configuration. kube-apiserver is a part of k3s's own process, so nothing is mounted. */
export function k3sFragment(request: FragmentRequest): Fragment {
  const head = header([
    'As /etc/rancher/k3s/config.yaml.d/whodunit-audit.yaml on every server; then restart k3s.',
    `Put there first: ${names(request)}`,
    ...(request.logFolder === undefined ? [] : [`and make the folder ${request.logFolder}`]),
  ]);
  return { text: head + stringify({ 'kube-apiserver-arg+': flagWords(request) }, { lineWidth: 0 }), notes: [] };
}

/** The same for RKE2, which runs kube-apiserver as a static pod and mounts its policy, but nothing else, by itself. */
export function rke2Fragment(request: FragmentRequest): Fragment {
  const mounts = [
    ...(request.kubeconfig ? [`${parentPath(request.kubeconfig.path)}:${parentPath(request.kubeconfig.path)}:ro`] : []),
    ...(request.logFolder === undefined ? [] : [`${request.logFolder}:${request.logFolder}`]),
  ];
  const config = {
    'audit-policy-file': request.policy.path,
    'kube-apiserver-arg+': flagWords(request).filter((word) => !word.startsWith('audit-policy-file=')),
    ...(mounts.length === 0 ? {} : { 'kube-apiserver-extra-mount+': mounts }),
  };
  const head = header([
    'As /etc/rancher/rke2/config.yaml.d/whodunit-audit.yaml on every server; then restart rke2-server.',
    `Put there first: ${names(request)}`,
    ...(request.logFolder === undefined ? [] : [`and make the folder ${request.logFolder}`]),
  ]);
  return { text: head + stringify(config, { lineWidth: 0 }), notes: [] };
}

function flagWords(request: FragmentRequest): string[] {
  return request.flags.map(([name, value]) => `${name}=${value}`);
}

function names(request: FragmentRequest): string {
  return neededFiles(request)
    .map((file) => file.path)
    .join(', ');
}
