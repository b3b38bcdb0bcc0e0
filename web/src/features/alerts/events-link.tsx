import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertCause } from '../../api/alerts.ts';

/** The way to the events of an alert, in the explorer. */
export function EventsLink({
  evidence: { query, from, to },
}: {
  readonly evidence: NonNullable<AlertCause['evidence']>;
}) {
  const { t } = useTranslation();
  const view = query.includes('|') ? ({ view: 'analysis' } as const) : {};
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      renderRoot={(props) => <Link {...props} to="/explore" search={{ q: query, from, to, noise: 'show', ...view }} />}
    >
      {t('alerts.events')}
    </Button>
  );
}
