import { useTranslation } from 'react-i18next';
import type { AlertRule } from '../../../api/alerts.ts';

/** When a rule is evaluated, in a few words. */
export function RuleTiming({ rule: { immediate, schedule } }: { readonly rule: AlertRule }) {
  const { t } = useTranslation();
  if (immediate) return t('alerts.immediate');
  if (!schedule) return null;
  if ('every' in schedule) return t('alerts.every', { time: schedule.every });
  if ('cron' in schedule) return <code>{schedule.cron}</code>;
  if ('hourly' in schedule) return t('alerts.hourly');
  if ('daily' in schedule) return t('alerts.daily', { time: schedule.daily });
  return t('alerts.weekly', { day: t(`alerts.day.${schedule.weekly}`), time: schedule.at });
}
