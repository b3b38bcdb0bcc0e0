import { Select, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainRequest, type LoadedPolicy, readRequest, type Request } from '../../../../src/policy/index.ts';
import { ExplanationView } from './explanation-view.tsx';
import styles from './policy.module.css';
import { useRecentRequests } from './use-recent-requests.ts';

const names = ['user', 'groups', 'verb', 'apiGroup', 'resource', 'subresource', 'namespace', 'name', 'path'] as const;
type Form = Readonly<Record<(typeof names)[number], string>>;

const example: Form = {
  user: 'alice@corp.example',
  groups: 'system:authenticated',
  verb: 'create',
  apiGroup: '',
  resource: 'pods',
  subresource: 'exec',
  namespace: 'prod',
  name: 'web-0',
  path: '',
};

interface ExplainTabProps {
  readonly loaded: LoadedPolicy;
  readonly request: Request | undefined;
  readonly onRequest: (request: Request | undefined) => void;
}

/** A request, typed or recorded, and why the policy logs it as it does. */
export function ExplainTab({ loaded, request, onRequest }: ExplainTabProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState<Form>(() => (request ? toForm(request) : example));
  const recent = useRecentRequests();
  const explanation = useMemo(
    () => (request && loaded.policy ? explainRequest(loaded, loaded.policy, request) : undefined),
    [loaded, request],
  );
  const change = (next: Form): void => {
    setForm(next);
    onRequest(toRequest(next));
  };
  useEffect(() => {
    if (!request) onRequest(toRequest(form));
  }, [request, form, onRequest]);
  return (
    <>
      <Select
        label={t('policy.recorded')}
        placeholder={t('policy.recordedHint')}
        searchable
        data={(recent.data ?? []).map(({ label }, index) => ({ value: String(index), label }))}
        value={null}
        onChange={(value) => {
          const chosen = recent.data?.[Number(value)];
          if (value !== null && chosen) change(toForm(chosen.request));
        }}
      />
      <div className={styles['form']}>
        {names.map((name) => (
          <TextInput
            key={name}
            label={t(`policy.request.${name}`)}
            value={form[name]}
            onChange={(event) => change({ ...form, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {explanation && loaded.policy ? (
        <ExplanationView explanation={explanation} rules={loaded.policy.rules} />
      ) : (
        <p>{t('policy.invalid')}</p>
      )}
    </>
  );
}

function toRequest({ groups, path, ...rest }: Form): Request | undefined {
  const list = groups.split(/[\s,]+/).filter((group) => group !== '');
  const { user, verb } = rest;
  const read = readRequest(path === '' ? { ...rest, groups: list } : { user, verb, groups: list, path }, 'request');
  return read.ok ? read.value : undefined;
}

function toForm(request: Request): Form {
  const { user, verb, groups } = request;
  const who = { user, verb, groups: groups.join(', ') };
  if (request.path !== undefined)
    return { ...who, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path: request.path };
  const { apiGroup, resource, subresource, namespace, name } = request;
  return { ...who, apiGroup, resource, subresource, namespace, name, path: '' };
}
