import { webhookKubeconfig } from '../../../src/apiserver/index.ts';

/** The authority's certificate as a file: what the page shows is what the server itself vouches for. */
export function writeAuthority(pem: string): string {
  return `cat > ca.crt <<'EOF'\n${pem.trim()}\nEOF`;
}

/** The one command that switches audit on in a static pod's manifest; `ca` is the certificate of a server of its own authority. */
export function webhookCommand(url: string, token: string, ca: string | undefined): string {
  const enable = `whodunit apiserver enable \\
  --manifest /etc/kubernetes/manifests/kube-apiserver.yaml \\
  --policy audit-policy.yaml --backend webhook \\
  --webhook-url ${url} \\
  --webhook-token ${token}`;
  return ca === undefined ? enable : `${writeAuthority(ca)}\n${enable} \\\n  --webhook-ca ca.crt`;
}

/** The kubeconfig of the webhook backend, as the command would write it; empty where the URL is none. */
export function webhookKubeconfigText(url: string, token: string, ca: string | undefined): string {
  const written = webhookKubeconfig({ url, token, ...(ca === undefined ? {} : { caBase64: btoa(ca) }) });
  return written.ok ? written.value : '';
}

/** How a log that is there already gets in. */
export function importCommand(cluster: string): string {
  return `whodunit import --cluster ${cluster} /var/log/kubernetes/*.audit*`;
}
