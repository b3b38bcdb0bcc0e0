import { ActionIcon, Button, Modal, Select, TextInput, Tooltip } from '@mantine/core';
import { IconLayoutGridAdd } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dashboardLimits, type Panel, panelCharts, textIn } from '../../../../src/dashboards/index.ts';
import { useAddToDashboard } from '../../api/add-to-dashboard.ts';
import { useDashboards } from '../../api/dashboards.ts';
import { useSession } from '../../api/session.ts';
import { CodeBlock } from '../code-block.tsx';
import styles from './add-to-dashboard.module.css';

type Chart = Panel['chart'];

interface AddToDashboardProps {
  /** A search, or a search with a statement. */
  readonly statement: string;
  readonly chart: Chart;
  readonly size?: number;
}

/** Puts what is looked at into a dashboard, as a panel. Nothing for those who may not keep anything. */
export function AddToDashboard({ statement, chart, size = 28 }: AddToDashboardProps) {
  const { t } = useTranslation();
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  if (session.data?.user.role === 'viewer') return null;
  return (
    <>
      <Tooltip label={t('dashboard.addTo')}>
        <ActionIcon
          size={size}
          variant={size > 28 ? 'default' : 'subtle'}
          aria-label={t('dashboard.addTo')}
          disabled={statement.trim() === ''}
          onClick={() => setIsOpen(true)}
        >
          <IconLayoutGridAdd size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {isOpen && <Dialog statement={statement} chart={chart} onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** Stands for a dashboard that is made with the panel; no id of one. */
const newOne = '';

interface DialogProps extends Pick<AddToDashboardProps, 'statement' | 'chart'> {
  readonly onClose: () => void;
}

function Dialog({ statement, chart: first, onClose }: DialogProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const dashboards = useDashboards();
  const add = useAddToDashboard();
  const own = (dashboards.data ?? []).filter(({ editable }) => editable);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [chart, setChart] = useState<Chart>(first);
  const target = chosen ?? own[0]?.id ?? newOne;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const counts = /\bfrom\s+operations\b/i.test(statement) ? 'operations' : 'events';
    const size = chart === 'value' ? { width: 3, height: 2 } : { width: 6, height: 4 };
    const panel = { title: { [language]: title.trim() }, counts, chart, statement, ...size } as const;
    add.mutate({ panel, language, into: target === newOne ? { title: name.trim() } : { id: target } });
  };
  const error = add.data === 'full' ? t('dashboard.full', { most: dashboardLimits.panels }) : add.error?.message;
  const added = add.data === 'full' ? undefined : add.data;
  return (
    <Modal opened onClose={onClose} title={t('dashboard.addTo')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {added ? (
        <div className={styles['form']} role="status">
          <p className={styles['added']}>{t('dashboard.added')}</p>
          <Button renderRoot={(props) => <Link {...props} to="/reports/$id" params={{ id: added.id }} search={{}} />}>
            {t('dashboard.openIt')}
          </Button>
        </div>
      ) : (
        <form className={styles['form']} onSubmit={submit}>
          <TextInput
            data-autofocus
            label={t('dashboard.panelTitle')}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            label={t('dashboard.chart')}
            data={panelCharts.map((value) => ({ value, label: t(`dashboard.charts.${value}`) }))}
            value={chart}
            allowDeselect={false}
            onChange={(next) => setChart(panelCharts.find((other) => other === next) ?? chart)}
          />
          <Select
            label={t('dashboard.dashboard')}
            data={[
              ...own.map(({ id, title: texts }) => ({ value: id, label: textIn(texts, language) })),
              { value: newOne, label: t('dashboard.new') },
            ]}
            value={target}
            allowDeselect={false}
            disabled={dashboards.isPending}
            onChange={(next) => setChosen(next ?? newOne)}
          />
          {target === newOne && (
            <TextInput
              label={t('dashboard.newTitle')}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <CodeBlock label={t('dashboard.statement')} text={statement} />
          {error !== undefined && (
            <p className={styles['error']} role="alert">
              {error}
            </p>
          )}
          <Button
            type="submit"
            loading={add.isPending}
            disabled={title.trim() === '' || (target === newOne && name.trim() === '')}
          >
            {t('dashboard.addPanel')}
          </Button>
        </form>
      )}
    </Modal>
  );
}
