import { parseDocument, Scalar, stringify } from 'yaml';
import { parentPath } from '../manifest/paths.ts';
import { type Fragment, type FragmentRequest, header } from './fragment.ts';

/** Talos writes files below /var alone, and mounts what it is told to mount. */
const folder = '/var/lib/whodunit';

/** Flags that Talos sets itself: the policy is a part of its configuration, and its log has a place of its own. */
const own = new Set(['audit-policy-file', 'audit-log-path']);

/** A patch for the machine configuration of control-plane nodes. */
export function talosFragment(request: FragmentRequest): Fragment {
  const { kubeconfig, policy } = request;
  const extraArgs = Object.fromEntries(request.flags.filter(([name]) => !own.has(name)));
  const name = kubeconfig?.path.slice(kubeconfig.path.lastIndexOf('/') + 1) ?? '';
  const patch = {
    cluster: {
      apiServer: {
        auditPolicy: parseDocument(policy.text).toJS() as unknown,
        ...(Object.keys(extraArgs).length === 0 ? {} : { extraArgs }),
        ...(kubeconfig
          ? { extraVolumes: [{ hostPath: folder, mountPath: parentPath(kubeconfig.path), readonly: true }] }
          : {}),
      },
    },
    ...(kubeconfig
      ? {
          machine: {
            files: [{ content: kubeconfig.text, permissions: readable(), path: `${folder}/${name}`, op: 'create' }],
          },
        }
      : {}),
  };
  const head = header([
    'For "talosctl patch machineconfig --patch @FILE" on every control-plane node.',
    'Talos keeps its log of audit events at /var/log/audit/kube/kube-apiserver.log, in 10 files of 100 MB.',
  ]);
  return { text: head + stringify(patch, { lineWidth: 0, aliasDuplicateObjects: false }), notes: [] };
}

/** Talos runs kube-apiserver as a user without rights, and nobody else works on its nodes. */
function readable(): Scalar<number> {
  const mode = new Scalar(0o644);
  mode.format = 'OCT';
  return mode;
}
