// What the sources call a component, and what the catalogue calls it. The names are those of user agents where there is one.

const byPackage = {
  'k8s.io/apiserver': 'kube-apiserver',
  'k8s.io/kubelet': 'kubelet',
  'k8s.io/kubectl': 'kubectl',
  'k8s.io/kube-proxy': 'kube-proxy',
  'k8s.io/controller-manager': 'kube-controller-manager',
  'k8s.io/client-go': 'client-go',
  'k8s.io/ingress-nginx': 'ingress-nginx',
  'k8s.io/minikube': 'minikube',
  'k8s.io/kops': 'kops',
  'k8s.io/kube-state-metrics': 'kube-state-metrics',
  'sigs.k8s.io/secrets-store-csi-driver': 'secrets-store-csi-driver',
  'sigs.k8s.io/azurefile-csi-driver': 'azurefile-csi-driver',
  'sigs.k8s.io/aws-iam-authenticator': 'aws-iam-authenticator',
  'github.com/kubernetes-csi/csi-proxy': 'csi-proxy',
};

/** Entries about the whole of `k8s.io/kubernetes`: which of its programs has the flaw. Those without a row are left out. */
const ofKubernetes = {
  'CVE-2015-5305': 'kube-apiserver',
  'CVE-2015-7561': 'kube-apiserver',
  'CVE-2017-1000056': 'kube-apiserver',
  'CVE-2018-1002101': 'kubelet',
  'CVE-2019-1002101': 'kubectl',
  'CVE-2020-8564': 'kubelet',
  'CVE-2021-25736': 'kube-proxy',
  'CVE-2021-25743': 'kubectl',
};

/** Flaws that components have on Windows alone, as the sources say in their texts. */
const onWindows = new Set(['CVE-2018-1002101', 'CVE-2021-25736', 'CVE-2021-25749', 'CVE-2023-5528', 'CVE-2024-5321']);

/** Names in the list that was gathered by hand, without what is in parentheses. */
const byTitle = {
  'ingress-nginx controller': 'ingress-nginx',
  'Java client': 'java-client',
  'C# client': 'csharp-client',
  Headlamp: 'headlamp',
  'kubelet of K3s': 'k3s',
};

/** The component of a package in a feed, or undefined where it is none that runs. */
export function componentOfPackage(id, name) {
  return name === 'k8s.io/kubernetes' ? ofKubernetes[id] : byPackage[name];
}

export function componentOfTitle(title) {
  const bare = title.replace(/ \(.*$/, '');
  return byTitle[bare] ?? bare;
}

export function platformOf(id) {
  return onWindows.has(id) ? { platform: 'windows' } : {};
}
