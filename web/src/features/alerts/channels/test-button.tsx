import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTestChannel } from '../../../api/channels.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from '../alerts.module.css';

/** Sends a test message, and says what came of it. */
export function TestButton({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const test = useTestChannel();
  const said =
    test.error?.message ?? (test.data && `${t(`alerts.delivery.outcome.${test.data.outcome}`)}: ${test.data.answer}`);
  return (
    <>
      {said !== undefined && (
        <span className={styles['name']} role="status">
          <SafeText limit={200}>{said}</SafeText>
        </span>
      )}
      <Button variant="subtle" size="compact-xs" loading={test.isPending} onClick={() => test.mutate(name)}>
        {t('alerts.channel.test')}
      </Button>
    </>
  );
}
