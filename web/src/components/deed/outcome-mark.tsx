import { IconAlertOctagon, IconBan, IconCheck, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventFacts, Outcome } from './facts.ts';
import styles from './deed.module.css';

const icons = { ok: IconCheck, refused: IconBan, failed: IconAlertOctagon, none: IconDots } satisfies Record<
  Outcome,
  unknown
>;

/** How the API server answered: shape, word and colour say the same. */
export function OutcomeMark({ facts }: { readonly facts: Pick<EventFacts, 'outcome' | 'code' | 'reason'> }) {
  const { t } = useTranslation();
  const Icon = icons[facts.outcome];
  return (
    <span className={styles['outcome']} data-outcome={facts.outcome} title={facts.reason || undefined}>
      <Icon size={13} stroke={2} aria-hidden />
      {facts.code ?? '–'}
      <span className="visually-hidden">{t(`outcome.${facts.outcome}`)}</span>
    </span>
  );
}
