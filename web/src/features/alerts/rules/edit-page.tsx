import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAlertRule, useChangeAlertRule } from '../../../api/alerts.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import { ruleText } from '../texts.ts';
import { RuleEditor } from './rule-editor.tsx';

/** Changes a rule. One that comes with the product is changed into an own one of its name. */
export function EditRulePage() {
  const { t, i18n } = useTranslation();
  const { name } = useParams({ from: '/frame/alerts/rules/$name/edit' });
  const rule = useAlertRule(name);
  const change = useChangeAlertRule(name);
  const navigate = useNavigate();
  const back = (): void => void navigate({ to: '/alerts/rules/$name', params: { name } });
  if (!rule.isSuccess) {
    return (
      <Page title={name}>
        {rule.isError && <ErrorPanel error={rule.error} onRetry={() => void rule.refetch()} />}
        {rule.isPending && <Skeleton height={400} aria-busy="true" />}
      </Page>
    );
  }
  const { displayName, yaml, version } = rule.data;
  return (
    <Page title={ruleText(displayName, i18n.language)} line={t('alerts.editLine')}>
      <RuleEditor
        first={yaml}
        isSaving={change.isPending}
        problem={change.error}
        onSave={(text) => change.mutate({ yaml: text, basedOn: version }, { onSuccess: back })}
        onCancel={back}
      />
    </Page>
  );
}
