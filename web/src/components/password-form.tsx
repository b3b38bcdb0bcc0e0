import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/error.ts';
import { useChangePassword } from '../api/session.ts';
import styles from './password-form.module.css';

/** Changes the password of the user who is signed in. */
export function PasswordForm({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useChangePassword();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ name, current, next });
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      {/* Password managers keep a password under the name that stands beside it. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput
        size="sm"
        label={t('settings.currentPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        size="sm"
        label={t('users.newPassword')}
        description={t('session.passwordRule')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        value={next}
        error={change.error ? reasons(change.error) : undefined}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <Button size="sm" type="submit" disabled={!current || !next} loading={change.isPending}>
        {t('settings.changePassword')}
      </Button>
      {change.isSuccess && (
        <p className={styles['done']} role="status">
          {t('settings.passwordChanged')}
        </p>
      )}
    </form>
  );
}

/** An error's message is that of its first diagnostic. */
function reasons(error: Error): string {
  const more = error instanceof ApiError ? error.diagnostics.map(({ message }) => message) : [];
  return [...new Set([error.message, ...more])].join('. ');
}
