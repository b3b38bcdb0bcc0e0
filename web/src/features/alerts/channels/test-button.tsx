import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTestChannel } from '../../../api/channels.ts';
import { KeptText } from '../../../components/kept-text.tsx';
import styles from '../alerts.module.css';

/** Sends a test message, and says what came of it. */
export function TestButton({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const test = useTestChannel();
  return (
    <>
      {(test.error || test.data) && (
        <span className={styles['name']} role="status">
          {test.data && `${t(`alerts.delivery.outcome.${test.data.outcome}`)}: `}
          <KeptText limit={200}>{test.data?.answer ?? test.error?.message ?? ''}</KeptText>
        </span>
      )}
      <Button variant="subtle" size="compact-xs" loading={test.isPending} onClick={() => test.mutate(name)}>
        {t('alerts.channel.test')}
      </Button>
    </>
  );
}
