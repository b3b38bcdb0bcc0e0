import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { member, textAt, scalarText, isObject } from '../../../api/json.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { clock } from '../../../lib/time-format.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import type { EventItem } from '../use-log.ts';
import styles from './event.module.css';
import { FactList, type FactRow } from './fact-list.tsx';
import type { Outcome } from '../../../components/deed/facts.ts';
import { readBinding } from './rbac-reason.ts';
import { StageList } from './stage-list.tsx';
import { useActorRows } from './use-actor-rows.ts';

interface StepsProps {
  readonly item: EventItem;
  readonly stages: readonly EventItem[];
  readonly zone: string;
  readonly onOpen: (item: EventItem) => void;
}

/** Request, decision, response: what arrived, who let it through or not, and how it was answered. */
export function Steps({ item, stages, zone, onOpen }: StepsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { facts } = item;
  const actorRows = useActorRows(item);
  const last = stages.at(-1) ?? item;
  const started = Date.parse(facts.received);
  const took = last.facts.at - started;
  const time = (instant: number): string => (Number.isNaN(instant) ? '' : clock(instant, zone));
  return (
    <>
      <ol className={styles['steps']}>
        <Step title={t('event.request')} time={time(started)} outcome="ok">
          <FactList rows={requestRows(item, actorRows)} />
        </Step>
        <Step
          title={t('event.decision')}
          time=""
          outcome={facts.decision === 'forbid' ? 'refused' : facts.decision ? 'ok' : 'none'}
        >
          <FactList rows={decisionRows(last)} />
          {facts.decision === '' && <p className={styles['note']}>{t('event.noDecision')}</p>}
        </Step>
        <Step title={t('event.response')} time={time(last.facts.at)} outcome={last.facts.outcome}>
          <FactList rows={responseRows(last)} />
          {Number.isFinite(took) && took >= 0 && (
            <p className={styles['note']}>{t('event.took', { text: formats.took(took) })}</p>
          )}
        </Step>
      </ol>
      <h3 className={styles['section']}>{t('event.stages')}</h3>
      <StageList current={item} stages={stages} zone={zone} onOpen={onOpen} />
    </>
  );
}

interface StepProps {
  readonly title: string;
  readonly time: string;
  readonly outcome: Outcome;
  readonly children: ReactNode;
}

function Step({ title, time, outcome, children }: StepProps) {
  return (
    <li className={styles['step']} data-outcome={outcome}>
      <h3 className={styles['stepHead']}>
        {title}
        <span className={styles['stepTime']}>
          <SafeText limit={40}>{time}</SafeText>
        </span>
      </h3>
      {children}
    </li>
  );
}

function requestRows({ event, facts }: EventItem, actorRows: readonly FactRow[]): readonly FactRow[] {
  return [
    { label: 'event.user', field: 'user.username', values: [facts.username] },
    { label: 'event.actedAs', field: 'impersonatedUser.username', values: [facts.impersonated] },
    ...actorRows,
    { label: 'event.groups', field: 'user.groups', values: facts.groups },
    { label: 'event.sourceIps', field: 'sourceIPs', values: facts.ips },
    { label: 'event.userAgent', field: 'userAgent', values: [facts.userAgent] },
    { label: 'event.client', field: 'derived.client', values: [facts.client], derivedFrom: 'userAgent' },
    { label: 'event.verb', field: 'verb', values: [facts.verb] },
    { label: 'event.uri', field: 'requestURI', values: [facts.uri] },
    { label: 'event.command', field: 'derived.command', values: [facts.command], derivedFrom: 'requestURI' },
    { label: 'event.level', field: 'level', values: [textAt(event.json, 'level')] },
  ];
}

function decisionRows({ event, facts }: EventItem): readonly FactRow[] {
  const binding = readBinding(facts.decisionReason);
  const from = 'annotations.authorization.k8s.io/reason';
  const rest = member(event.json, 'annotations');
  const others = isObject(rest)
    ? Object.entries(rest).filter(([name]) => !name.startsWith('authorization.k8s.io/'))
    : [];
  return [
    { label: 'event.authorization', field: 'annotations.authorization.k8s.io/decision', values: [facts.decision] },
    {
      label: 'event.binding',
      field: from,
      values: [binding ? `${binding.kind} ${binding.name}` : ''],
      partial: true,
      derivedFrom: from,
    },
    {
      label: 'event.role',
      field: from,
      values: [binding ? `${binding.roleKind} ${binding.role}` : ''],
      partial: true,
      derivedFrom: from,
    },
    { label: 'event.subject', field: from, values: [binding?.subject ?? ''], partial: true, derivedFrom: from },
    { label: 'event.reason', field: from, values: [binding ? '' : facts.decisionReason] },
    ...others.map(([name, value]) => ({ name, field: `annotations.${name}`, values: [scalarText(value)] })),
  ];
}

function responseRows({ facts }: EventItem): readonly FactRow[] {
  return [
    { label: 'event.code', field: 'responseStatus.code', values: [facts.code === undefined ? '' : String(facts.code)] },
    { label: 'event.reason', field: 'responseStatus.reason', values: [facts.reason] },
    { label: 'event.message', field: 'responseStatus.message', values: [facts.message] },
  ];
}
