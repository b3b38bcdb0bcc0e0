import { stringify } from 'yaml';
import { type Fragment, type FragmentRequest, header, neededFiles } from './fragment.ts';
import { clusterConfiguration } from './kubeadm.ts';

/** A cluster for `kind create cluster --config`. kind takes the patch whose version its node image's kubeadm speaks. */
export function kindFragment(request: FragmentRequest): Fragment {
  const patches = (['v1beta3', 'v1beta4'] as const).map((version) =>
    stringify(clusterConfiguration(request, version), { lineWidth: 0 }),
  );
  const extraMounts = neededFiles(request).map((file) => ({
    hostPath: `./${file.path.slice(file.path.lastIndexOf('/') + 1)}`,
    containerPath: file.path,
    readOnly: true,
  }));
  const cluster = {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [{ role: 'control-plane', kubeadmConfigPatches: patches, extraMounts }],
  };
  const head = header([
    'For "kind create cluster --config", started in the folder that holds the files of extraMounts.',
  ]);
  return { text: head + stringify(cluster, { lineWidth: 0 }), notes: [] };
}
