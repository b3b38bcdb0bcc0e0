import { useTranslation } from 'react-i18next';
import { useFormats } from '../lib/i18n/formats.ts';
import { usePreferences } from '../lib/preferences.ts';
import { dateTime } from '../lib/time-format.ts';
import { localZone } from '../lib/time-zone.ts';
import { instantOf } from './instant.ts';
import { useNow } from './use-now.ts';

interface TimeTextProps {
  readonly time: string | null | undefined;
  /** Whether to say also how long ago that was. */
  readonly withAge?: boolean;
}

/** A time of the server in the reader's zone; UTC on hover. */
export function TimeText({ time, withAge = false }: TimeTextProps) {
  const { t } = useTranslation();
  const [{ zone }] = usePreferences();
  const formats = useFormats();
  const now = useNow(10_000);
  const instant = instantOf(time);
  if (instant === undefined) return <>{t('common.never')}</>;
  const shown = dateTime(instant, zone === 'local' ? localZone() : zone).slice(0, 19);
  return (
    <time dateTime={new Date(instant).toISOString()} title={new Date(instant).toISOString()}>
      {withAge ? `${shown} · ${formats.ago(now - instant)}` : shown}
    </time>
  );
}
