import { ActionIcon, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBellPlus, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import type { PinToAdd } from '../../../api/cases.ts';
import { ApiError } from '../../../api/error.ts';
import { AddToDashboard } from '../../../components/add-to-dashboard/add-to-dashboard.tsx';
import { CaseMenu } from '../../../components/pinning/case-menu.tsx';
import { QueryField } from '../../../editor/query-field.tsx';
import { queryLanguageOf } from '../../../editor/query-language-of.ts';
import { useCompletion } from '../../../editor/use-completion.ts';
import { useDiagnostics } from '../../../editor/use-diagnostics.ts';
import { splitQuery } from '../../../lib/query-text.ts';
import type { Explore } from '../use-explore.ts';
import { ExportMenu } from './export-menu.tsx';
import styles from './query-bar.module.css';
import { SavedQueries } from './saved-queries.tsx';
import { SyntaxHelp } from './syntax-help.tsx';
import { tip } from '../../../components/overlay/tip.ts';

/** Without a key for so long, the text is taken for finished. */
const pauseMillis = 1200;
const none: readonly Diagnostic[] = [];

interface QueryBarProps {
  readonly explore: Explore;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onCancel: () => void;
}

/** The query as text, always the one that runs; beside it run, save, export. */
export function QueryBar({ explore, busy, error, onCancel }: QueryBarProps) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState(explore.query);
  const [applied, setApplied] = useState(explore.query);
  if (applied !== explore.query) {
    setApplied(explore.query);
    setDraft(explore.query);
  }
  const fromServer = useMemo(
    () => (error instanceof ApiError && draft === applied ? shift(error.diagnostics, explore) : []),
    [error, draft, applied, explore],
  );
  // What is being typed is wrong until it is finished: it is told of after a pause, or when it runs.
  const [settled] = useDebouncedValue(draft, pauseMillis);
  const isTyping = draft !== applied && draft !== settled;
  const found = useDiagnostics(draft, fromServer, draft !== applied);
  const diagnostics = isTyping ? none : found;
  const complete = useCompletion(explore.statement);
  const [problem] = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return (
    <div className={styles['bar']}>
      <div className={styles['box']} data-invalid={problem ? true : undefined}>
        <QueryField
          value={draft}
          label={t('explore.query')}
          placeholder={t('explore.queryHint')}
          diagnostics={diagnostics}
          language={queryLanguageOf(i18n.language)}
          complete={complete}
          onChange={setDraft}
          onRun={() => explore.run(draft)}
        />
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem.message}
            {problem.hint && <span className={styles['hint']}>{problem.hint}</span>}
          </p>
        )}
      </div>
      {busy ? (
        <Button
          data-action="cancel"
          variant="default"
          size="sm"
          h={36}
          leftSection={<IconPlayerStopFilled size={14} />}
          onClick={onCancel}
        >
          {t('common.cancel')}
        </Button>
      ) : (
        <Button
          {...tip(t('explore.runHint'))}
          data-action="run"
          size="sm"
          h={36}
          variant={draft === applied ? 'default' : 'filled'}
          leftSection={<IconPlayerPlayFilled size={14} />}
          onClick={() => explore.run(draft)}
        >
          {t('explore.run')}
        </Button>
      )}
      <ActionIcon
        {...tip(t('explore.alert'))}
        data-action="newAlert"
        size={36}
        variant="default"
        aria-label={t('explore.alert')}
        renderRoot={(props) => <Link {...props} to="/alerts/new" search={draft.trim() === '' ? {} : { q: draft }} />}
      >
        <IconBellPlus size={16} stroke={1.6} />
      </ActionIcon>
      <SyntaxHelp onChoose={setDraft} />
      <SavedQueries query={draft} onChoose={explore.run} />
      {explore.view === 'events' && (
        <AddToDashboard statement={explore.asked?.query.trim() || '*'} chart="list" size={36} />
      )}
      <CaseMenu search={searchToPin(explore)} />
      <ExportMenu asked={explore.view === 'analysis' ? explore.statement : explore.asked} />
    </div>
  );
}

/** The query as one reads it, over the range of the run and the clusters that are chosen. */
function searchToPin({ query, fixed, asked }: Explore): PinToAdd | undefined {
  if (!fixed) return undefined;
  const range = { from: new Date(fixed.from).toISOString(), to: new Date(fixed.to).toISOString() };
  return { kind: 'search', query, ...range, ...(asked?.clusters ? { clusters: [...asked.clusters] } : {}) };
}

/** The places of diagnostics in the text that one sees: the search part may have been sent in parentheses. */
function shift(diagnostics: readonly Diagnostic[], { view, query, asked }: Explore): readonly Diagnostic[] {
  const { search } = splitQuery(query);
  const by = view === 'analysis' || search === '' ? 0 : Math.max(0, asked?.query.indexOf(search) ?? 0);
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.from === undefined ? {} : { from: diagnostic.from - by }),
    ...(diagnostic.to === undefined ? {} : { to: diagnostic.to - by }),
  }));
}
