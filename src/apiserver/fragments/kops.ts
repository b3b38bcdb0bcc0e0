import { stringify } from 'yaml';
import { type Fragment, type FragmentRequest, header, neededFiles } from './fragment.ts';

/** The fields of kops' KubeAPIServerConfig, by flag; kops passes no others on. */
const fields: Readonly<Record<string, string>> = {
  'audit-policy-file': 'auditPolicyFile',
  'audit-log-path': 'auditLogPath',
  'audit-log-format': 'auditLogFormat',
  'audit-log-maxage': 'auditLogMaxAge',
  'audit-log-maxbackup': 'auditLogMaxBackups',
  'audit-log-maxsize': 'auditLogMaxSize',
  'audit-webhook-config-file': 'auditWebhookConfigFile',
  'audit-webhook-mode': 'auditWebhookMode',
  'audit-webhook-initial-backoff': 'auditWebhookInitialBackoff',
  'audit-webhook-batch-buffer-size': 'auditWebhookBatchBufferSize',
  'audit-webhook-batch-max-size': 'auditWebhookBatchMaxSize',
  'audit-webhook-batch-max-wait': 'auditWebhookBatchMaxWait',
  'audit-webhook-batch-throttle-enable': 'auditWebhookBatchThrottleEnable',
  'audit-webhook-batch-throttle-qps': 'auditWebhookBatchThrottleQps',
  'audit-webhook-batch-throttle-burst': 'auditWebhookBatchThrottleBurst',
};

/** The part of a cluster's spec for `kops edit cluster`. kops mounts the folders of policy and log by itself. */
export function kopsFragment(request: FragmentRequest): Fragment {
  const settings: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, value] of request.flags) {
    const field = fields[name];
    if (field === undefined) unknown.push(`--${name}=${value}`);
    else settings[field] = typed(value);
  }
  const fileAssets = neededFiles(request).map((file) => {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
    return { name: `whodunit-${name}`, path: file.path, roles: ['ControlPlane'], mode: '0600', content: file.text };
  });
  const head = header(['Part of a kops cluster: merge into its spec with "kops edit cluster".']);
  const notes = unknown.length === 0 ? [] : [`kops has no field for ${unknown.join(' ')}`];
  const text = head + stringify({ spec: { fileAssets, kubeAPIServer: settings } }, { lineWidth: 0 });
  return { text, notes };
}

function typed(value: string): string | number | boolean {
  if (/^\d+$/.test(value)) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
