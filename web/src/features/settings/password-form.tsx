import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/error.ts';
import { useChangePassword } from '../../api/session.ts';
import styles from './settings.module.css';

/** Changes one's own password. */
export function PasswordForm() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useChangePassword();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ current, next });
  };
  const { error } = change;
  const reasons = error instanceof ApiError ? error.diagnostics.map((diagnostic) => diagnostic.message) : [];
  return (
    <form className={styles['form']} onSubmit={submit}>
      <PasswordInput
        label={t('settings.currentPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('users.newPassword')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        value={next}
        error={error ? [error.message, ...reasons].join('. ') : undefined}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!current || !next} loading={change.isPending}>
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
