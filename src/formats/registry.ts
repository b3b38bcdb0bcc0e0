import { aks } from './aks.ts';
import { bzip2 } from './bzip2.ts';
import { cloudwatch } from './cloudwatch.ts';
import { cri } from './cri.ts';
import { csv } from './csv.ts';
import { docker } from './docker.ts';
import { fluent } from './fluent.ts';
import type { Format } from './format.ts';
import { gke } from './gke.ts';
import { grep } from './grep.ts';
import { gzip } from './gzip.ts';
import { journald } from './journald.ts';
import { klog } from './klog.ts';
import { legacy } from './legacy.ts';
import { logfmt } from './logfmt.ts';
import { openshift } from './openshift.ts';
import { otlp } from './otlp.ts';
import { sls } from './sls.ts';
import { syslog } from './syslog.ts';
import { utf16 } from './utf16.ts';
import { xz } from './xz.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** All formats; where two recognise a sample, the one that says more comes first. */
export const formats: readonly Format[] = [
  gzip,
  zstd,
  xz,
  bzip2,
  zip,
  utf16,
  klog,
  logfmt,
  legacy,
  cri,
  syslog,
  cloudwatch,
  aks,
  gke,
  openshift,
  sls,
  otlp,
  journald,
  docker,
  fluent,
  grep,
  csv,
];
