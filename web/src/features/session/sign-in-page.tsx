import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/error.ts';
import { useSignIn } from '../../api/session.ts';
import { SessionFrame } from './session-frame.tsx';
import styles from './session.module.css';

export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ name, password }, { onSuccess: () => router.history.push(ownPath(next)) });
  };
  return (
    <SessionFrame line={t('session.line')}>
      <form className={styles['form']} onSubmit={submit}>
        <TextInput
          size="sm"
          label={t('session.name')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          // The only thing to do on this page is to type here.
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label={t('session.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.isError && (
          <p className={styles['error']} role="alert">
            {t(reason(signIn.error))}
          </p>
        )}
        <Button size="sm" type="submit" loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
      </form>
      <p className={styles['foot']}>{t('session.firstStart')}</p>
    </SessionFrame>
  );
}

function reason(error: Error) {
  if (!(error instanceof ApiError) || error.status === 0) return 'session.unreachable';
  if (error.status === 429) return 'session.tooMany';
  return error.status === 401 || error.status === 403 ? 'session.wrong' : 'session.failed';
}

/** Only a path of this page: `//elsewhere` and `https:` in a link that somebody sent lead nowhere else. */
function ownPath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? `${url.pathname}${url.search}${url.hash}` : '/';
}
