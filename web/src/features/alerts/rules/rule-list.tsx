import { Button, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertRule, useAlertRules, useSwitchAlertRule } from '../../../api/alerts.ts';
import { useSession } from '../../../api/session.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../alerts.module.css';
import { mayKeep } from '../may-keep.ts';
import { Severity } from '../severity.tsx';
import { ruleText } from '../texts.ts';
import { RuleStatus } from './rule-status.tsx';
import { RuleTiming } from './rule-timing.tsx';

const groups = ['all', 'on', 'own', 'ack'] as const;
type Group = (typeof groups)[number];

/** The rules, those that come with the product too, each to be switched on by a click. */
export function RuleList() {
  const { t, i18n } = useTranslation();
  const rules = useAlertRules();
  const session = useSession();
  const change = useSwitchAlertRule();
  const [text, setText] = useState('');
  const [group, setGroup] = useState<Group>('all');
  const wanted = text.trim().toLowerCase();
  const shown = rules.data?.filter(
    (rule) =>
      isIn(group, rule) &&
      [rule.name, ruleText(rule.displayName, i18n.language), ...rule.tags].some((part) =>
        part.toLowerCase().includes(wanted),
      ),
  );
  const columns: readonly DataColumn<AlertRule>[] = [
    {
      key: 'enabled',
      head: t('alerts.on'),
      cell: ({ name, displayName, enabled }) => (
        <Switch
          aria-label={t('alerts.switch', { name: ruleText(displayName, i18n.language) })}
          checked={enabled}
          disabled={!mayKeep(session.data) || (change.isPending && change.variables.name === name)}
          onChange={(event) => change.mutate({ name, enabled: event.currentTarget.checked })}
        />
      ),
    },
    {
      key: 'name',
      head: t('alerts.rule'),
      cell: ({ name, displayName }) => (
        <Link className={styles['entry']} to="/alerts/rules/$name" params={{ name }}>
          <SafeText limit={200}>{ruleText(displayName, i18n.language)}</SafeText>
          <span className={styles['name']}>
            <SafeText limit={80}>{name}</SafeText>
          </span>
        </Link>
      ),
    },
    {
      key: 'severity',
      head: t('alerts.severityOf'),
      cell: ({ severity }) => severity && <Severity severity={severity} />,
    },
    { key: 'when', head: t('alerts.when'), cell: (rule) => <RuleTiming rule={rule} /> },
    { key: 'status', head: t('alerts.state'), cell: (rule) => <RuleStatus rule={rule} /> },
    { key: 'last', head: t('alerts.lastRun'), cell: ({ lastRunAt }) => <TimeText time={lastRunAt} /> },
  ];
  if (rules.isError) return <ErrorPanel error={rules.error} onRetry={() => void rules.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <TextInput
          w={260}
          leftSection={<IconSearch size={14} />}
          placeholder={t('alerts.search')}
          aria-label={t('alerts.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('alerts.groups')}
          size="xs"
          value={group}
          data={groups.map((value) => ({ value, label: t(`alerts.group.${value}`) }))}
          onChange={(value) => setGroup(groups.find((one) => one === value) ?? 'all')}
        />
        {mayKeep(session.data) && (
          <Button
            ml="auto"
            leftSection={<IconPlus size={15} />}
            renderRoot={(props) => <Link {...props} to="/alerts/new" search={{}} />}
          >
            {t('alerts.newRule')}
          </Button>
        )}
      </div>
      {change.isError && <p role="alert">{change.error.message}</p>}
      <DataTable
        label={t('alerts.section.rules')}
        columns={columns}
        rows={shown}
        rowKey={({ name }) => name}
        empty={t('alerts.noRule')}
      />
    </>
  );
}

function isIn(group: Group, { enabled, origin, tags }: AlertRule): boolean {
  switch (group) {
    case 'all':
      return true;
    case 'on':
      return enabled;
    case 'own':
      return origin === 'own';
    case 'ack':
      return tags.includes('ack');
  }
}
