import { api, ApiError } from '@augenblick/api';
import type { PasskeyOptionsAnswer, SignedIn } from '@augenblick/contract/api/session.ts';
import { Icon, Notice, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { startAuthentication } from '@simplewebauthn/browser';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { Failure } from './failure.tsx';
import { Form, SessionFrame } from './frame.tsx';
import styles from './frame.module.css';
import { useSession } from './session.tsx';
import { sessionTexts } from './texts.ts';

/** Sign-in with password or passkey. */
export default function SignInPage() {
  const text = useTexts(sessionTexts);
  const { answer } = useSession();
  const from = useReturnAddress();
  if (answer?.signedIn) return <Navigate to={from} replace />;
  return (
    <SessionFrame title={text('signIn')} headline={text('welcome')} text={text('welcomeText')}>
      {answer?.setupOpen && (
        <div className={styles.fields}>
          <Notice>{text('setupHint')}</Notice>
        </div>
      )}
      <PasswordForm />
      <p className={styles.or}>{text('or')}</p>
      <PasskeyButton />
      <p className={styles.small}>{text('lostPassword')}</p>
    </SessionFrame>
  );
}

function PasswordForm() {
  const text = useTexts(sessionTexts);
  const signedIn = useSignedIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.post<SignedIn>('/api/session', { email, password }),
    onSuccess: signedIn,
  });
  return (
    <Form onSend={() => signIn.mutate()}>
      <Failure error={signIn.error} />
      <TextInput
        label={text('email')}
        type="email"
        name="email"
        autoComplete="username webauthn"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={text('password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth loading={signIn.isPending}>
        {text('signIn')}
      </Button>
    </Form>
  );
}

function PasskeyButton() {
  const text = useTexts(sessionTexts);
  const signedIn = useSignedIn();
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: signedIn });
  const { error } = signIn;
  const able = 'PublicKeyCredential' in window;
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<Icon name="passkey" />}
        loading={signIn.isPending}
        disabled={!able}
        onClick={() => signIn.mutate()}
      >
        {text('passkey')}
      </Button>
      {!able && <p className={styles.small}>{text('passkeyMissing')}</p>}
      {error && (
        <div className={styles.fields}>
          {error instanceof ApiError ? (
            <Failure error={error} />
          ) : (
            <Notice tone="caution">{text('passkeyCancelled')}</Notice>
          )}
        </div>
      )}
    </>
  );
}

async function signInWithPasskey(): Promise<SignedIn> {
  const { options } = await api.post<PasskeyOptionsAnswer>('/api/session/passkey/options');
  // The server makes these options with the same library; the contract passes them on unopened.
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const credential = await startAuthentication({ optionsJSON });
  return api.post<SignedIn>('/api/session/passkey', { credential });
}

/** Takes over the session and speaks the language of the account. */
export function useSignedIn(): (answer: SignedIn) => void {
  const { set } = useSession();
  const [, setLanguage] = useLanguage();
  return (answer) => {
    setLanguage(answer.staff.locale);
    set(answer);
  };
}

/** Where the person wanted to go; only addresses of our own. */
function useReturnAddress(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  const from = state?.from;
  return typeof from === 'string' && /^\/(?!\/)/.test(from) ? from : '/live';
}
