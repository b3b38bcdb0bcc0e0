import { ActionIcon, Indicator } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../src/base/index.ts';
import { useUnread } from '../api/inbox.ts';
import { useFormats } from '../lib/i18n/formats.ts';
import { tip } from '../components/overlay/tip.ts';

/** How many messages are unread, and the way to them; tells of new ones where the browser may. */
export function InboxBell() {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const { data } = useUnread(i18n.language);
  const seen = useRef<number>(undefined);
  const latest = data?.latest;
  useEffect(() => {
    if (!data) return;
    const isNew = seen.current !== undefined && latest !== undefined && latest.id > seen.current;
    seen.current = latest?.id ?? 0;
    if (!isNew || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const shown = new Notification(visibleText(latest.title), { tag: `whodunit ${latest.id}` });
    shown.addEventListener('click', () => window.focus());
  }, [data, latest]);
  const count = data?.count ?? 0;
  const label = t('frame.inbox', { count });
  return (
    <Indicator
      {...tip(label)}
      label={count > 99 ? '99+' : formats.count(count)}
      disabled={count === 0}
      size={15}
      offset={5}
      color="red.8"
    >
      <ActionIcon
        aria-label={label}
        renderRoot={(props) => <Link {...props} to="/alerts/$section" params={{ section: 'inbox' }} />}
      >
        <IconBell size={18} stroke={1.6} />
      </ActionIcon>
    </Indicator>
  );
}
