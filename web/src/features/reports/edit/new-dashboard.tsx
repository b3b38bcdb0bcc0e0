import { useTranslation } from 'react-i18next';
import { emptyDashboard } from '../../../lib/dashboard-edits/empty-dashboard.ts';
import { NameDialog } from './name-dialog.tsx';
import { useAddAndEdit } from './use-add-and-edit.ts';

/** Makes an empty dashboard, to be filled on the page that it leads to. */
export function NewDashboard({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { add, isPending, error } = useAddAndEdit();
  const make = (title: string): void => add(title, emptyDashboard(title, i18n.language));
  return (
    <NameDialog
      title={t('dashboard.new')}
      first=""
      action={t('dashboard.create')}
      busy={isPending}
      error={error?.message}
      onDone={make}
      onClose={onClose}
    />
  );
}
