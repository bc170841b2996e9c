import { errorText } from '@augenblick/api';
import { Form, useLanguage, useTexts } from '@augenblick/ui/react';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { pageTexts } from './texts-page.ts';

/** Who is who is changed by hand only with a reason, which stands in the log beside the change. */
export function ReasonForm(props: {
  /** What will happen, above the field. */
  children: ReactNode;
  example: string;
  submit: string;
  pending: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (reason: string) => void;
}) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <Form
      onSubmit={() => props.onSubmit(given)}
      onCancel={props.onCancel}
      submit={props.submit}
      pending={props.pending}
      ready={given.length >= 3}
      error={props.error ? errorText(props.error, language) : null}
    >
      {props.children}
      <Textarea
        label={text('reason')}
        description={text('reasonNote')}
        placeholder={props.example}
        required
        withAsterisk={false}
        minLength={3}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Form>
  );
}
