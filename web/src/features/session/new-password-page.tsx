import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../../api/session.ts';
import { ColorSchemeToggle } from '../../components/color-scheme-toggle.tsx';
import { LanguageMenu } from '../../components/language-menu.tsx';
import { SessionFrame } from './session-frame.tsx';
import { PasswordForm } from '../../components/password-form.tsx';
import styles from './session.module.css';

/** What a user sees whose password somebody else made: nothing but the change of it. */
export function NewPasswordPage({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <SessionFrame
      line={t('session.mustChange', { name })}
      corner={
        <>
          <LanguageMenu />
          <ColorSchemeToggle />
        </>
      }
    >
      <PasswordForm name={name} />
      <p className={styles['foot']}>
        <Button variant="subtle" size="compact-sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('frame.signOut')}
        </Button>
      </p>
    </SessionFrame>
  );
}
