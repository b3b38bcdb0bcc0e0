import { IconPlus } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PopoverButton } from '../../../components/overlay/popover-button.tsx';
import styles from './facets.module.css';

const loadList = () => import('./field-list.tsx');
const FieldList = lazy(async () => ({ default: (await loadList()).FieldList }));

interface FacetPickerProps {
  readonly shown: readonly string[];
  readonly onAdd: (field: string) => void;
}

/** Adds a field to those whose values are counted: one of the event's, or any path into it. */
export function FacetPicker({ shown, onAdd }: FacetPickerProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      position="right-end"
      width={280}
      load={loadList}
      button={(opener) => (
        <button {...opener} type="button" className={styles['add']}>
          <IconPlus size={13} aria-hidden />
          {t('facet.add')}
        </button>
      )}
    >
      <FieldList
        shown={shown}
        onAdd={(field) => {
          onAdd(field);
          setOpen(false);
        }}
      />
    </PopoverButton>
  );
}
