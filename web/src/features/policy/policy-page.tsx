import { Tabs } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  applyFix,
  isValid,
  kubeRelease,
  lintPolicy,
  loadPolicy,
  newestMinor,
  type Request,
} from '../../../../src/policy/index.ts';
import { useSession } from '../../api/session.ts';
import { completePolicy } from '../../editor/policy-completion.ts';
import { YamlEditor } from '../../editor/yaml-editor.tsx';
import { DiffTab } from './diff-tab.tsx';
import { ExplainTab } from './explain-tab.tsx';
import { useWorded } from '../../lib/i18n/wordings/use-worded.ts';
import { Findings } from './findings.tsx';
import { policyMarks, toEditorFindings } from './findings-in-editor.ts';
import { PolicyBar } from './policy-bar.tsx';
import styles from './policy.module.css';
import { RollOutTab } from './roll-out-tab.tsx';
import { TrafficTab } from './traffic-tab.tsx';
import { usePolicyText } from './use-policy-text.ts';

/** The policy studio: the file with its findings at the left; what it decides, catches, changes and how to roll it out at the right. */
export function PolicyPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [text, setText] = usePolicyText();
  const [minor, setMinor] = useState(newestMinor);
  const [request, setRequest] = useState<Request>();
  const settled = useDeferredValue(text);
  const release = useMemo(() => kubeRelease(minor), [minor]);
  const loaded = useMemo(() => loadPolicy(settled, release), [settled, release]);
  const linted = useMemo(() => lintPolicy(settled, release), [settled, release]);
  const findings = useWorded(linted.findings);
  const inEditor = useMemo(() => toEditorFindings(settled, findings), [settled, findings]);
  const marks = useMemo(() => policyMarks(loaded, findings, request), [loaded, findings, request]);
  if (!session.data) return null;
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">{t('frame.policy')}</h1>
      <section className={styles['file']} aria-label={t('policy.file')}>
        <PolicyBar text={text} minor={minor} onText={setText} onMinor={setMinor} />
        <div className={styles['editor']}>
          <YamlEditor
            value={text}
            label={t('policy.file')}
            findings={inEditor}
            marks={marks}
            complete={completePolicy}
            onChange={setText}
          />
        </div>
      </section>
      <section className={styles['side']} aria-label={t('policy.tools')}>
        <Tabs defaultValue="findings" keepMounted={false} className={styles['tabs'] ?? ''}>
          <Tabs.List px={12}>
            <Tabs.Tab value="findings">{t('policy.findings', { count: findings.length })}</Tabs.Tab>
            <Tabs.Tab value="explain">{t('policy.explain')}</Tabs.Tab>
            <Tabs.Tab value="traffic">{t('policy.traffic')}</Tabs.Tab>
            <Tabs.Tab value="diff">{t('policy.diff')}</Tabs.Tab>
            <Tabs.Tab value="rollOut">{t('policy.rollOut')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="findings" className={styles['panel'] ?? ''}>
            <Findings findings={findings} onFix={(fix) => setText(applyFix(settled, fix))} />
          </Tabs.Panel>
          <Tabs.Panel value="explain" className={styles['panel'] ?? ''}>
            <ExplainTab loaded={loaded} request={request} onRequest={setRequest} />
          </Tabs.Panel>
          <Tabs.Panel value="traffic" className={styles['panel'] ?? ''}>
            {isValid(loaded) ? <TrafficTab text={settled} minor={minor} /> : <p>{t('policy.invalid')}</p>}
          </Tabs.Panel>
          <Tabs.Panel value="diff" className={styles['panel'] ?? ''}>
            <DiffTab text={settled} loaded={loaded} />
          </Tabs.Panel>
          <Tabs.Panel value="rollOut" className={styles['panel'] ?? ''}>
            <RollOutTab />
          </Tabs.Panel>
        </Tabs>
      </section>
    </div>
  );
}
