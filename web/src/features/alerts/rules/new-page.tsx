import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApplyAlertRules } from '../../../api/alerts.ts';
import { Page } from '../../../components/page.tsx';
import { newRuleFile } from './new-rule-file.ts';
import { RuleEditor } from './rule-editor.tsx';

/** Makes a rule, of the query that the explorer has where one comes from there. */
export function NewRulePage() {
  const { t } = useTranslation();
  const { q } = useSearch({ from: '/frame/alerts/new' });
  const apply = useApplyAlertRules();
  const navigate = useNavigate();
  return (
    <Page title={t('alerts.newRule')} line={t('alerts.newLine')}>
      <RuleEditor
        first={newRuleFile(q)}
        isSaving={apply.isPending}
        problem={apply.error}
        onSave={(yaml, name) =>
          apply.mutate(yaml, {
            onSuccess: () => void navigate({ to: '/alerts/rules/$name', params: { name } }),
          })
        }
        onCancel={() => void navigate({ to: '/alerts/$section', params: { section: 'rules' } })}
      />
    </Page>
  );
}
