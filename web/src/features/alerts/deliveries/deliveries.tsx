import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../../api/channels.ts';
import type { Delivery } from '../../../api/deliveries.ts';
import styles from '../alerts.module.css';
import { DeliveryTable } from './delivery-table.tsx';

const states = ['dead', 'ready', 'sending', 'sent', 'merged'] as const;

/** What was sent, what waits and what was given up, the latest first. */
export function Deliveries() {
  const { t } = useTranslation();
  const channels = useChannels();
  const [channel, setChannel] = useState<string>();
  const [state, setState] = useState<Delivery['state']>();
  return (
    <>
      <div className={`${styles['bar']} ${styles['section']}`}>
        <h2 className={styles['heading']}>{t('alerts.delivery.title')}</h2>
        <Select
          w={170}
          aria-label={t('alerts.channel.name')}
          placeholder={t('alerts.channel.name')}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={channels.data?.map(({ name }) => name) ?? []}
          value={channel ?? null}
          onChange={(value) => setChannel(value ?? undefined)}
        />
        <Select
          w={150}
          aria-label={t('alerts.state')}
          placeholder={t('alerts.state')}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={states.map((value) => ({ value, label: t(`alerts.delivery.state.${value}`) }))}
          value={state ?? null}
          onChange={(value) => setState(states.find((one) => one === value))}
        />
      </div>
      <DeliveryTable filter={{ channel, state }} empty={t('alerts.delivery.none')} />
    </>
  );
}
