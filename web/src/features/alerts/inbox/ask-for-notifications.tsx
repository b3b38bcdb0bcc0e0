import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks the browser to tell of new messages, where it was not asked yet. */
export function AskForNotifications() {
  const { t } = useTranslation();
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  );
  if (permission !== 'default') return null;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      {t('alerts.inbox.notify')}
    </Button>
  );
}
