import { ApiError, errorText } from '@augenblick/api';
import type { FormBody, FormOne } from '@augenblick/contract/api/optin.ts';
import {
  Card,
  CodeBlock,
  CopyField,
  ErrorState,
  Notice,
  Page,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { blankForm, bodyOf, snippetOf } from './blank-form.ts';
import styles from './consent.module.css';
import { BrandNotice, isNotReady } from './brand-notice.tsx';
import { FormFields } from './form-fields.tsx';
import { FormChip } from './forms-tab.tsx';
import { NeedWording } from './need-wording.tsx';
import {
  useConsentSettings,
  useForm,
  useFormPreview,
  useFormStatus,
  useSaveForm,
  useWordings,
} from './queries.ts';
import { formTexts } from './texts-forms.ts';

/** Builds one form: what it says, what it asks for, when it comes, and how it gets onto a page. */
export default function FormPage() {
  const text = useTexts(formTexts);
  const [language] = useLanguage();
  const { formId = 'new' } = useParams();
  const id = formId === 'new' ? null : formId;
  const form = useForm(id);
  const wordings = useWordings();
  const settings = useConsentSettings();
  const error = form.error ?? wordings.error ?? settings.error;
  const back = <BackLink to="/consent?tab=forms">{text('back')}</BackLink>;
  if (error) {
    const gone = error instanceof ApiError && error.status === 404;
    return (
      <Page title={text('title')} headline={text('title')} back={back}>
        <ErrorState
          text={errorText(error, language)}
          onRetry={gone ? undefined : () => void form.refetch()}
        />
      </Page>
    );
  }
  const ready = wordings.data && settings.data && (id === null || form.data);
  if (!ready || !wordings.data)
    return (
      <Page title={text('title')} headline={undefined} back={back}>
        <TextSkeleton lines={8} />
      </Page>
    );
  if (id === null && wordings.data.wordings.length === 0)
    return (
      <Page title={text('newTitle')} headline={text('headlineNew')} back={back}>
        <NeedWording />
      </Page>
    );
  return <Builder key={form.data?.id ?? 'new'} saved={form.data ?? null} back={back} />;
}

function Builder({ saved, back }: { saved: FormOne | null; back: React.ReactNode }) {
  const text = useTexts(formTexts);
  const formats = useFormats();
  const may = useMay('consent.write');
  const wordings = useWordings().data?.wordings ?? [];
  const [form, setForm] = useState<FormBody>(() =>
    saved ? bodyOf(saved) : blankForm(wordings[0]?.id ?? ''),
  );
  const [lacking, setLacking] = useState(false);
  const changed = saved === null || JSON.stringify(bodyOf(saved)) !== JSON.stringify(form);
  return (
    <Page
      title={saved?.name ?? text('newTitle')}
      headline={
        saved
          ? text('headline', {
              name: saved.name,
              signups: formats.number(saved.signups),
              confirmed: formats.number(saved.confirmed),
            })
          : text('headlineNew')
      }
      note={saved && <FormChip status={saved.status} />}
      back={back}
      actions={
        may && <Actions saved={saved} form={form} changed={changed} onLacking={setLacking} />
      }
    >
      <div className={styles.builder}>
        <div className={styles.stack}>
          {lacking && <BrandNotice />}
          <fieldset className={styles.plain} disabled={!may}>
            <FormFields form={form} onChange={setForm} />
          </fieldset>
          <Embed saved={saved} form={form} />
        </div>
        <div className={styles.preview}>
          <Preview form={form} />
        </div>
      </div>
    </Page>
  );
}

function Actions(props: {
  saved: FormOne | null;
  form: FormBody;
  changed: boolean;
  onLacking: (lacking: boolean) => void;
}) {
  const text = useTexts(formTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const { saved, form, changed, onLacking } = props;
  const save = useSaveForm(saved?.id ?? null);
  const status = useFormStatus();
  const fail = (error: Error): void => toast({ text: errorText(error, language), tone: 'bad' });
  const write = (): void =>
    save.mutate(form, {
      onSuccess: (made) => {
        toast({ text: text('saved'), tone: 'good' });
        if (saved === null) void navigate(`/consent/forms/${made.id}`, { replace: true });
      },
      onError: fail,
    });
  const live = saved?.status === 'live';
  const switchTo = (next: 'live' | 'paused'): void => {
    if (saved === null) return;
    const done = next === 'live' ? 'wentLive' : 'nowPaused';
    status.mutate(
      { id: saved.id, status: next },
      {
        onSuccess: () => {
          onLacking(false);
          toast({ text: text(done, { name: saved.name }), tone: 'good' });
        },
        onError: (error) => (isNotReady(error) ? onLacking(true) : fail(error)),
      },
    );
  };
  const empty = emptyFields(form);
  const complain = (): void =>
    toast({
      text: text('stillEmpty', {
        fields: empty.map((keys) => keys.map((key) => text(key)).join(' – ')).join(', '),
      }),
      tone: 'bad',
    });
  return (
    <>
      {saved && (
        <Button
          variant="default"
          disabled={changed}
          loading={status.isPending}
          onClick={() => switchTo(live ? 'paused' : 'live')}
        >
          {text(live ? 'pause' : saved.status === 'paused' ? 'resume' : 'goLive')}
        </Button>
      )}
      <Button
        disabled={!changed}
        loading={save.isPending}
        onClick={empty.length === 0 ? write : complain}
      >
        {text('save')}
      </Button>
    </>
  );
}

type FieldName = 'name' | 'inGerman' | 'inEnglish' | 'headlineField' | 'button' | 'thanks';

/** Fields a form cannot be without and that are empty, as they are called on the page. */
function emptyFields(form: FormBody): FieldName[][] {
  const texts = [
    ['inGerman', form.texts.de],
    ['inEnglish', form.texts.en],
  ] as const;
  return [
    ...(form.name.trim() === '' ? [['name' as const]] : []),
    ...texts.flatMap(([language, { headline, button, thanks }]) => [
      ...(headline ? [] : [[language, 'headlineField' as const]]),
      ...(button ? [] : [[language, 'button' as const]]),
      ...(thanks ? [] : [[language, 'thanks' as const]]),
    ]),
  ];
}

function Preview({ form }: { form: FormBody }) {
  const text = useTexts(formTexts);
  const [own] = useLanguage();
  const [language, setLanguage] = useState<'de' | 'en'>(own);
  const named = form.name === '' ? { ...form, name: '–' } : form;
  const { data, error } = useFormPreview(named, language);
  return (
    <Card
      title={text('preview')}
      note={text('previewNote')}
      actions={
        <SegmentedControl
          size="xs"
          value={language}
          onChange={(next) => setLanguage(next === 'en' ? 'en' : 'de')}
          data={[
            { value: 'de', label: text('inGerman') },
            { value: 'en', label: text('inEnglish') },
          ]}
        />
      }
    >
      {error && !data ? (
        <ErrorState text={errorText(error, own)} />
      ) : (
        // No scripts, no own origin: what somebody wrote into a text cannot do anything here.
        <iframe
          className={styles.frame}
          title={text('previewTitle')}
          sandbox=""
          srcDoc={data?.html ?? ''}
        />
      )}
    </Card>
  );
}

function Embed({ saved, form }: { saved: FormOne | null; form: FormBody }) {
  const text = useTexts(formTexts);
  const { origin, host } = window.location;
  if (saved === null) return <Notice>{text('draftNote')}</Notice>;
  return (
    <Card title={text('embed')} note={text('embedNote', { host })}>
      <div className={styles.stack}>
        {saved.status !== 'live' && <Notice tone="caution">{text('onlyDraft')}</Notice>}
        <CodeBlock
          title={text(form.kind === 'popup' ? 'embedPopup' : 'embedInline')}
          code={snippetOf(origin, saved.id, form)}
        />
        <CopyField label={text('ownPage')} value={`${origin}/f/${saved.id}`} />
      </div>
    </Card>
  );
}
