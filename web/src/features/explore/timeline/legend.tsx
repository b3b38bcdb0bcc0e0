import { useTranslation } from 'react-i18next';
import { Shape } from './shape.tsx';
import styles from './timeline.module.css';

const kinds = ['create', 'change', 'delete', 'read', 'other'] as const;

/** What shapes and bars mean. */
export function Legend({ hasBars }: { readonly hasBars: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['legend']} aria-label={t('timeline.legend')}>
      {kinds.map((kind) => (
        <li key={kind}>
          <svg width={14} height={14} aria-hidden>
            <Shape x={7} y={7} kind={kind} outcome="ok" />
          </svg>
          {t(`timeline.kind.${kind}`)}
        </li>
      ))}
      {hasBars &&
        (['exists', 'assumed', 'deleting'] as const).map((state) => (
          <li key={state}>
            <svg width={20} height={14} aria-hidden>
              <rect
                x={1}
                y={1}
                width={18}
                height={12}
                rx={2}
                className={styles['span']}
                data-state={state === 'deleting' ? state : 'exists'}
                data-assumed={state === 'assumed' || undefined}
              />
            </svg>
            {t(`timeline.state.${state}`)}
          </li>
        ))}
    </ul>
  );
}
