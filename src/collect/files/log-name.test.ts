import { expect, test } from 'vitest';
import { compareBackups, readLogName } from './log-name.ts';

test.each([
  ['audit.log', 'audit.log', false],
  ['kubernetes.audit', 'kubernetes.audit', false],
  ['0.log', '0.log', false],
  ['audit-v2.log', 'audit-v2.log', false],
  // kube-apiserver
  ['audit-2026-11-29T10-00-00.000.log', 'audit.log', true],
  ['audit-2026-11-29T10-00-00.000.log.gz', 'audit.log', true],
  ['kubernetes-2026-11-20T18-06-33.126.audit', 'kubernetes.audit', true],
  ['audit-2026-11-29T10-00-00.000', 'audit', true],
  // The kubelet
  ['0.log.20261129-100000', '0.log', true],
  ['0.log.20261129-100000.gz', '0.log', true],
  // logrotate
  ['audit.log.1', 'audit.log', true],
  ['audit.log.12.gz', 'audit.log', true],
  ['audit.log.2.zst', 'audit.log', true],
  ['audit.log-20261129', 'audit.log', true],
  ['audit.log-20261129-1764400000.gz', 'audit.log', true],
  ['audit.1.log', 'audit.log', true],
  ['audit-20261129.log', 'audit.log', true],
  ['audit.log.gz', 'audit.log', true],
])('%s', (name, live, isBackup) => {
  expect(readLogName(name)).toMatchObject({ live, isBackup });
});

test.each([
  ['audit-2026-11-29T10-00-00.000.log', 'audit-2026-11-29T10-00-00.001.log.gz', -1],
  ['0.log.20261129-100000.gz', '0.log.20261128-235959', 1],
  ['audit.log.2.gz', 'audit.log.10', 8],
  ['audit.1.log', 'audit.0002.log', 1],
  ['audit.log-20261129', 'audit.log-20261129.gz', 0],
  ['audit.log-20261129', 'audit.log.1', undefined],
  ['audit.log-20261129', 'audit.log-2026112910', undefined],
  ['audit.log.gz', 'audit.log.1', undefined],
])('which of %s and %s is older', (one, other, expected) => {
  expect(compareBackups(readLogName(one), readLogName(other))).toBe(expected);
});
