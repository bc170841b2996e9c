import { errorText } from '@augenblick/api';
import type { SignupDetail } from '@augenblick/contract/api/optin.ts';
import {
  Drawer,
  ErrorState,
  Icon,
  KeyValue,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay, useRetailerPath } from '../session/session.tsx';
import styles from './consent.module.css';
import { outcomeKey } from './outcome.ts';
import { useResend, useSignup } from './queries.ts';
import { StateChip } from './state-chip.tsx';
import { consentTexts } from './texts.ts';

/** One sign-up step by step, as the proof has it. */
export function SignupDrawer(props: { signupId: string | null; onClose: () => void }) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const { signupId, onClose } = props;
  const query = useSignup(signupId);
  const { data, error } = query;
  return (
    <Drawer
      wide
      opened={signupId !== null}
      onClose={onClose}
      title={data?.email ?? text('signup')}
      note={data && <StateChip state={data.state} />}
    >
      {error && (
        <ErrorState text={errorText(error, language)} onRetry={() => void query.refetch()} />
      )}
      {!data && !error && <TextSkeleton lines={8} />}
      {data && <Detail signup={data} />}
    </Drawer>
  );
}

function Detail({ signup }: { signup: SignupDetail }) {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const at = (instant: number | null): string | null =>
    instant === null ? text('notYet') : formats.exact(instant);
  return (
    <>
      <Actions signup={signup} />
      <h3 className={styles.step}>{text('stepRequest')}</h3>
      <KeyValue
        entries={[
          [text('time'), at(signup.requestedAt)],
          ...(signup.form
            ? ([[text('form'), signup.form.name]] as const)
            : ([
                [text('store'), signup.store],
                [text('staff'), signup.staff],
              ] as const)),
          [text('page'), signup.page],
          [text('ip'), signup.requestIp],
          [text('browser'), signup.requestUserAgent],
          [text('version'), `${signup.wordingName}, ${signup.wordingVersion}`],
        ]}
      />
      <blockquote className={styles.words}>{signup.wording}</blockquote>
      <h3 className={styles.step}>{text('stepMail')}</h3>
      <KeyValue
        entries={[
          [text('mail'), text(`mail.${signup.mail}`)],
          [text('time'), at(signup.mailSentAt)],
          [text('messageId'), signup.mailMessageId],
          [text('hash'), signup.mailHash],
        ]}
      />
      <h3 className={styles.step}>{text('stepConfirm')}</h3>
      <KeyValue
        entries={[
          [text('time'), at(signup.confirmedAt)],
          [text('ip'), signup.confirmIp],
          [text('browser'), signup.confirmUserAgent],
        ]}
      />
      {signup.withdrawnAt !== null && (
        <>
          <h3 className={styles.step}>{text('stepLeave')}</h3>
          <KeyValue entries={[[text('time'), at(signup.withdrawnAt)]]} />
        </>
      )}
    </>
  );
}

function Actions({ signup }: { signup: SignupDetail }) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const path = useRetailerPath();
  const mayProve = useMay('shopper.export');
  const mayRead = useMay('shopper.read');
  const mayWrite = useMay('consent.write');
  const resend = useResend();
  const open = signup.state === 'waiting' || signup.state === 'expired';
  const send = (): void =>
    resend.mutate(signup.id, {
      onSuccess: ({ outcome }) =>
        toast({
          text: text(outcomeKey(outcome)),
          tone: outcome === 'mail_sent' ? 'good' : 'bad',
        }),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <div className={styles.row}>
      {mayProve && (
        <Button
          component="a"
          target="_blank"
          rel="noopener"
          size="xs"
          leftSection={<Icon name="file" size={14} />}
          href={`${path(`/consent/signups/${signup.id}/proof`)}?lang=${language}`}
        >
          {text('proof')}
        </Button>
      )}
      {mayWrite && open && (
        <Button size="xs" variant="default" loading={resend.isPending} onClick={send}>
          {text('resend')}
        </Button>
      )}
      {mayRead && signup.confirmedAt !== null && (
        <Button component={Link} size="xs" variant="default" to={`/shoppers/${signup.profileId}`}>
          {text('toShopper')}
        </Button>
      )}
    </div>
  );
}
