import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxDeed, useInboxItem } from '../../../api/inbox.ts';
import { useSession } from '../../../api/session.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { mayKeep } from '../may-keep.ts';
import own from './inbox.module.css';

/** What people said of a message, and a field to say more. */
export function InboxThread({ id }: { readonly id: number }) {
  const { t, i18n } = useTranslation();
  const item = useInboxItem(id, i18n.language);
  const session = useSession();
  const { comment } = useInboxDeed();
  const [text, setText] = useState('');
  return (
    <>
      <ul className={own['thread']}>
        {item.data?.thread.map(({ at, author, text: said }) => (
          <li key={`${at} ${author}`}>
            <strong>
              <SafeText limit={120}>{author}</SafeText>
            </strong>{' '}
            <TimeText time={at} />
            <p>
              <SafeText limit={4096}>{said}</SafeText>
            </p>
          </li>
        ))}
      </ul>
      {mayKeep(session.data) && (
        <form
          className={own['say']}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') comment.mutate({ id, text: text.trim() }, { onSuccess: () => setText('') });
          }}
        >
          <TextInput
            aria-label={t('alerts.inbox.comment')}
            placeholder={t('alerts.inbox.comment')}
            maxLength={4096}
            value={text}
            error={comment.error?.message}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={comment.isPending} disabled={text.trim() === ''}>
            {t('alerts.inbox.say')}
          </Button>
        </form>
      )}
    </>
  );
}
