import { Button, Modal, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dashboard, dashboardLimits, type Panel, panelCharts, textIn } from '../../../../src/dashboards/index.ts';
import { useAddToDashboard } from '../../api/add-to-dashboard.ts';
import { useDashboards } from '../../api/dashboards.ts';
import { CodeBlock } from '../code-block.tsx';
import styles from './add-to-dashboard.module.css';

/** Stands for a dashboard that is made with the panel; no id of one. */
const newOne = '';

interface AddToDashboardDialogProps {
  readonly panel: Omit<Panel, 'id'>;
  /** Of the dashboard that the panel is of. */
  readonly variables: Dashboard['variables'];
  readonly onClose: () => void;
}

/** Asks where a panel goes, and what it is called and looks like there. */
export function AddToDashboardDialog({ panel, variables, onClose }: AddToDashboardDialogProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const dashboards = useDashboards();
  const add = useAddToDashboard();
  const own = (dashboards.data ?? []).filter(({ editable }) => editable);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const [title, setTitle] = useState(textIn(panel.title, language));
  const [chart, setChart] = useState(panel.chart);
  const target = chosen ?? own[0]?.id ?? newOne;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const into = target === newOne ? { title: name.trim() } : { id: target };
    add.mutate({ panel: { ...panel, title: { [language]: title.trim() }, chart }, variables, language, into });
  };
  const error = add.data === 'full' ? t('dashboard.full', { most: dashboardLimits.panels }) : add.error?.message;
  const added = add.data === 'full' ? undefined : add.data;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('common.toDashboard')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
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
          <CodeBlock label={t('dashboard.statement')} text={panel.statement} />
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
