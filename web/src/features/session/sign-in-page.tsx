import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Refusal, signIn } from '../../api/sign-in.ts';
import { PlainCorner } from './plain-corner.tsx';
import { SessionFrame } from './session-frame.tsx';
import styles from './session.module.css';

/** The form of sign-in, made of plain elements: the components of the other pages would be most of what is fetched for it. */
export function SignInPage() {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setPending(true);
    const refused = await signIn(name, password);
    if (refused) {
      setRefusal(refused);
      setPending(false);
    } else location.replace(ownPath(new URLSearchParams(location.search).get('next')));
  }
  return (
    <SessionFrame line={t('session.line')} corner={<PlainCorner />}>
      <form className={styles['form']} onSubmit={(event) => void submit(event)}>
        <label className={styles['field']}>
          {t('session.name')}
          <input
            className={styles['input']}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            // The only thing to do on this page is to type here.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div className={styles['field']}>
          <label htmlFor="password">{t('session.password')}</label>
          <span className={styles['password']}>
            <input
              id="password"
              className={styles['input']}
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <button
              type="button"
              className={styles['plain']}
              aria-label={t('session.showPassword')}
              aria-pressed={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? <IconEyeOff size={17} stroke={1.6} /> : <IconEye size={17} stroke={1.6} />}
            </button>
          </span>
        </div>
        {refusal && (
          <p className={styles['error']} role="alert">
            {t(`session.${refusal}`)}
          </p>
        )}
        <button type="submit" className={styles['submit']} disabled={isPending} aria-busy={isPending}>
          {t('session.signIn')}
        </button>
      </form>
      <p className={styles['foot']}>{t('session.firstStart')}</p>
    </SessionFrame>
  );
}

/** Only a path of this page: `//elsewhere` and `https:` in a link that somebody sent lead nowhere else. */
function ownPath(next: string | null): string {
  if (!next?.startsWith('/')) return '/';
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? `${url.pathname}${url.search}${url.hash}` : '/';
}
