import { webhookKubeconfig } from '../../../../src/apiserver/index.ts';

/** The one command that switches audit on in a static pod's manifest. */
export function webhookCommand(url: string, token: string): string {
  const tls = url.startsWith('https:') ? ' \\\n  --webhook-ca ca.crt' : '';
  return `whodunit apiserver enable \\
  --manifest /etc/kubernetes/manifests/kube-apiserver.yaml \\
  --policy audit-policy.yaml --backend webhook \\
  --webhook-url ${url} \\
  --webhook-token ${token}${tls}`;
}

/** The kubeconfig of the webhook backend, as the command would write it; empty where the URL is none. */
export function webhookKubeconfigText(url: string, token: string): string {
  const written = webhookKubeconfig({ url, token });
  return written.ok ? written.value : '';
}

/** How a log that is there already gets in. */
export function importCommand(cluster: string): string {
  return `whodunit import --cluster ${cluster} /var/log/kubernetes/*.audit*`;
}
