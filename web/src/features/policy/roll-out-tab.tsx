import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerAuthority } from '../../api/server-authority.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { writeAuthority } from '../../lib/write-authority.ts';
import styles from './policy.module.css';
import { Tuning } from './tuning.tsx';

const kinds = ['kubeadm', 'minikube', 'kind', 'k3s', 'rke2', 'kops'] as const;

/** The commands that roll the policy out on this kind of cluster; `--dry-run` first shows what would change. */
export function RollOutTab() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof kinds)[number]>('kubeadm');
  const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
  const { data: ca } = useServerAuthority();
  const options = `--policy audit-policy.yaml --backend webhook \\\n  --webhook-url URL --webhook-token TOKEN${ca ? ' --webhook-ca ca.crt' : ''}`;
  const enable = `whodunit apiserver enable --manifest ${manifest} \\\n  ${options}`;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('policy.kindOfCluster')}
        data={[...kinds]}
        value={kind}
        onChange={(value) => setKind(kinds.find((name) => name === value) ?? 'kubeadm')}
      />
      <p className={styles['hint']}>{t('policy.rollOutHint')}</p>
      {ca && <CodeBlock label={t('policy.stepAuthority')} text={writeAuthority(ca)} />}
      {kind === 'kubeadm' ? (
        <>
          <CodeBlock label={t('policy.stepLook')} text={`${enable} --dry-run`} />
          <CodeBlock label={t('policy.stepEnable')} text={enable} />
          <CodeBlock label={t('policy.stepCheck')} text={`whodunit apiserver status --manifest ${manifest}`} />
          <CodeBlock label={t('policy.stepUndo')} text={`whodunit apiserver undo --manifest ${manifest}`} />
        </>
      ) : (
        <CodeBlock
          label={t('policy.stepFragment', { kind })}
          text={`whodunit apiserver enable --for ${kind} \\\n  ${options}`}
        />
      )}
      <Tuning />
    </>
  );
}
