import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertCause } from '../../api/alerts.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';

type Fate = Pick<AlertCause, 'toldAt' | 'keptBack'> & Partial<Pick<AlertCause, 'status'>>;

/** What became of a cause: when somebody was told, and what kept it back. */
export function Told({ fate: { toldAt, keptBack, status } }: { readonly fate: Fate }) {
  const { t } = useTranslation();
  return (
    <>
      {keptBack && <KeptBack keptBack={keptBack} />}
      {keptBack && toldAt !== null && ' · '}
      {toldAt !== null && (
        <>
          {t('alerts.toldAt')} <TimeText time={toldAt} />
        </>
      )}
      {!keptBack && toldAt === null && status !== 'resolved' && t('alerts.notTold')}
    </>
  );
}

function KeptBack({ keptBack }: { readonly keptBack: NonNullable<Fate['keptBack']> }) {
  const { t } = useTranslation();
  switch (keptBack.by) {
    case 'silence':
      return keptBack.silence === null ? (
        t('alerts.keptBack.silenced')
      ) : (
        <Link to="/alerts/$section" params={{ section: 'silences' }}>
          <SafeText limit={300}>{t('alerts.keptBack.silence', keptBack.silence)}</SafeText>
        </Link>
      );
    case 'inhibition':
      return keptBack.source === null ? t('alerts.keptBack.inhibited') : <Inhibition source={keptBack.source} />;
    case 'mute':
      return keptBack.until === null ? (
        t('alerts.keptBack.muted')
      ) : (
        <>
          {t('alerts.keptBack.mutedUntil')} <TimeText time={keptBack.until} />
        </>
      );
    case 'hours':
      return keptBack.until === null ? (
        t('alerts.keptBack.never')
      ) : (
        <>
          {t('alerts.keptBack.hours')} <TimeText time={keptBack.until} />
        </>
      );
    case 'storm':
      return t('alerts.keptBack.storm');
  }
}

interface InhibitionProps {
  readonly source: { readonly rule: string; readonly labels: Readonly<Record<string, string>> };
}

function Inhibition({ source: { rule, labels } }: InhibitionProps) {
  const { t } = useTranslation();
  const shown = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return (
    <Link to="/alerts/$section" params={{ section: 'history' }} search={{ rule }}>
      <SafeText limit={300}>{t('alerts.keptBack.inhibition', { alert: [rule, ...shown].join(' ') })}</SafeText>
    </Link>
  );
}
