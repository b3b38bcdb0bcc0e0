import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, useChannels, useDeleteChannel } from '../../../api/channels.ts';
import { useSession } from '../../../api/session.ts';
import { ConfirmByName } from '../../../components/confirm-by-name.tsx';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../alerts.module.css';
import { Deliveries } from '../deliveries/deliveries.tsx';
import { ChannelForm } from './channel-form.tsx';
import { typeLabel } from './type-label.ts';
import { TestButton } from './test-button.tsx';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly channel: Channel };

/** Where alerts are sent to, and what became of what was sent. */
export function Channels() {
  const { t } = useTranslation();
  const channels = useChannels();
  const session = useSession();
  const remove = useDeleteChannel();
  const [dialog, setDialog] = useState<Dialog>();
  const isAdmin = session.data?.user.role === 'admin';
  const columns: readonly DataColumn<Channel>[] = [
    { key: 'name', head: t('alerts.channel.name'), cell: ({ name }) => <SafeText limit={80}>{name}</SafeText> },
    { key: 'type', head: t('alerts.channel.type'), cell: ({ type }) => typeLabel(t, type) },
    {
      key: 'host',
      head: t('alerts.channel.host'),
      cell: ({ secrets }) => <SafeText limit={200}>{secrets.flatMap(({ host }) => host ?? []).join(', ')}</SafeText>,
    },
    { key: 'state', head: t('alerts.state'), cell: (channel) => <ChannelState channel={channel} /> },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: (channel) =>
        isAdmin && (
          <span className={styles['actions']}>
            <TestButton name={channel.name} />
            <Button variant="subtle" size="compact-xs" onClick={() => setDialog({ kind: 'edit', channel })}>
              {t('common.edit')}
            </Button>
            <Button
              variant="subtle"
              size="compact-xs"
              color="var(--failed-ink)"
              onClick={() => setDialog({ kind: 'delete', channel })}
            >
              {t('common.delete')}
            </Button>
          </span>
        ),
    },
  ];
  if (channels.isError) return <ErrorPanel error={channels.error} onRetry={() => void channels.refetch()} />;
  const close = (): void => setDialog(undefined);
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('alerts.channel.line')}</p>
        {isAdmin && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'add' })}>
            {t('alerts.channel.add')}
          </Button>
        )}
      </div>
      <DataTable
        label={t('alerts.section.channels')}
        columns={columns}
        rows={channels.data}
        rowKey={({ name }) => name}
        empty={t('alerts.channel.none')}
      />
      <Deliveries />
      {dialog?.kind === 'add' && <ChannelForm onClose={close} />}
      {dialog?.kind === 'edit' && <ChannelForm channel={dialog.channel} onClose={close} />}
      {dialog?.kind === 'delete' && (
        <ConfirmByName
          title={t('alerts.channel.deleteTitle', { name: dialog.channel.name })}
          text={t('alerts.channel.deleteText')}
          name={dialog.channel.name}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onConfirm={() => remove.mutate(dialog.channel.name, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  );
}

function ChannelState({ channel: { failing } }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  if (failing === null) return t('alerts.channel.ok');
  return (
    <span className={styles['status']} data-status="failing">
      {t('alerts.channel.failing')} <TimeText time={failing.since} />
      <span className={styles['name']}>
        <KeptText limit={300}>{failing.answer}</KeptText>
      </span>
    </span>
  );
}
