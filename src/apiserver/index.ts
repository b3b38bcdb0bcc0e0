export { disableAudit } from './disable.ts';
export { type EnableOptions, enableAudit } from './enable.ts';
export { type AuditLogPlaces, auditLogPlaces } from './collector-environment.ts';
export { auditFlags, type Backend, type FlagSpec, type Release } from './flags/catalogue.ts';
export { checkValue } from './flags/check-value.ts';
export { parseDuration } from './flags/go-value.ts';
export { type WebhookTarget, webhookKubeconfig } from './kubeconfig.ts';
export { type Manifest, readManifest } from './manifest/manifest.ts';
export { parentPath } from './manifest/paths.ts';
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
export {
  type Distribution,
  distributions,
  type Fragment,
  type FragmentOrder,
  type FragmentRequest,
  fragmentRequest,
  neededFiles,
  writeFragment,
} from './fragments/index.ts';
export { hereDocument, shellWord } from './shell.ts';
