import { IconAlertTriangle } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryMeta } from '../../api/search.ts';
import { PopoverButton } from '../../components/overlay/popover-button.tsx';
import styles from './explore.module.css';

const loadList = () => import('./warning-list.tsx');
const WarningList = lazy(async () => ({ default: (await loadList()).WarningList }));

/** How many warnings there are of a query; a click shows them. */
export function Warnings({ warnings }: { readonly warnings: QueryMeta['warnings'] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      position="bottom-end"
      load={loadList}
      button={(opener) => (
        <button {...opener} type="button" data-action="warnings" className={styles['warningButton']}>
          <IconAlertTriangle size={14} aria-hidden />
          {t('explore.warnings', { count: warnings.length })}
        </button>
      )}
    >
      <WarningList warnings={warnings} />
    </PopoverButton>
  );
}
