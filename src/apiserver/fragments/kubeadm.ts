import { stringify } from 'yaml';
import { volumeNames } from '../manifest/set-mount.ts';
import { type Fragment, type FragmentRequest, header, neededFiles } from './fragment.ts';

/** The configuration for `kubeadm init --config` and for `kubeadm init phase control-plane apiserver --config`. */
export function kubeadmFragment(request: FragmentRequest): Fragment {
  // v1beta4 came with kubeadm 1.31 and made extraArgs a list; v1beta3 is read until 1.36 at least.
  const version = request.release.minor >= 31 ? 'v1beta4' : 'v1beta3';
  const files = neededFiles(request).map((file) => file.path);
  const head = header([
    'Part of a kubeadm ClusterConfiguration: merge apiServer into yours.',
    `Before kubeadm runs, put on every control-plane node: ${files.join(', ')}`,
  ]);
  return { text: head + stringify(clusterConfiguration(request, version), { lineWidth: 0 }), notes: [] };
}

/** The ClusterConfiguration of one version of kubeadm's API. */
export function clusterConfiguration(request: FragmentRequest, version: 'v1beta3' | 'v1beta4'): unknown {
  const extraArgs =
    version === 'v1beta4' ? request.flags.map(([name, value]) => ({ name, value })) : Object.fromEntries(request.flags);
  const extraVolumes = [
    fileVolume(volumeNames.policy, request.policy.path),
    ...(request.kubeconfig ? [fileVolume(volumeNames.webhook, request.kubeconfig.path)] : []),
    ...(request.logFolder === undefined
      ? []
      : [
          {
            name: volumeNames.log,
            hostPath: request.logFolder,
            mountPath: request.logFolder,
            pathType: 'DirectoryOrCreate',
          },
        ]),
  ];
  return {
    apiVersion: `kubeadm.k8s.io/${version}`,
    kind: 'ClusterConfiguration',
    apiServer: { extraArgs, extraVolumes },
  };
}

function fileVolume(name: string, path: string): unknown {
  return { name, hostPath: path, mountPath: path, readOnly: true, pathType: 'File' };
}
