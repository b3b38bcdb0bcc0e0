export { disableAudit } from './disable.ts';
export { type EnableOptions, enableAudit } from './enable.ts';
export { auditFlags, type Backend, type FlagSpec, type Release } from './flags/catalogue.ts';
export { checkValue } from './flags/check-value.ts';
export { parseDuration } from './flags/go-value.ts';
export { type WebhookTarget, webhookKubeconfig } from './kubeconfig.ts';
export { type Manifest, readManifest } from './manifest/manifest.ts';
export { joinPath, parentPath } from './manifest/paths.ts';
export { type KnownRelease, parseRelease, releaseOfImage, releaseOfUser } from './manifest/release.ts';
export { originOf } from './manifest/volumes.ts';
export { type HostFile, type HostFiles, noHostFiles } from './status/host-files.ts';
export type { Problem } from './status/problem.ts';
export { type AuditStatus, auditStatus } from './status/status.ts';
export { checkPolicyFile } from './policy-file.ts';
export { unifiedDiff } from './unified-diff.ts';
export { configuredBackends, givenFlags, readSettings, type Settings } from './status/settings.ts';
export { type Capacity, type CapacityQuestion, capacityOf } from './tune/capacity.ts';
export { type Load, type Tuning, tuneWebhook } from './tune/tune.ts';
export { chooseFlags } from './enable.ts';
export {
  type Distribution,
  distributions,
  type Fragment,
  type FragmentRequest,
  neededFiles,
  writeFragment,
} from './fragments/index.ts';
