import { api, errorText } from '@augenblick/api';
import type { SignedIn } from '@augenblick/contract/api/session.ts';
import type { AcceptInvitationRequest, InvitationShown } from '@augenblick/contract/api/staff.ts';
import { ErrorState, TextSkeleton, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { Failure } from './failure.tsx';
import { Form, SessionFrame } from './frame.tsx';
import { useSignedIn } from './sign-in-page.tsx';
import { sessionTexts } from './texts.ts';

/** Joining a shop by an invitation link: with a new account, an old one, or the session at hand. */
export default function InvitationPage() {
  const text = useTexts(sessionTexts);
  const [language] = useLanguage();
  const { token = '' } = useParams();
  const path = `/api/invitations/${encodeURIComponent(token)}`;
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.get<InvitationShown>(path),
    retry: false,
  });
  const { data: shown, error } = invitation;
  if (error) {
    return (
      <SessionFrame title={text('invitationTitle')} headline={text('linkDead')}>
        <ErrorState title={text('linkDead')} text={errorText(error, language)} />
        <Button component={Link} to="/sign-in" variant="default" fullWidth>
          {text('toSignIn')}
        </Button>
      </SessionFrame>
    );
  }
  const retailer = shown?.retailerName ?? '';
  return (
    <SessionFrame
      title={text('invitationTitle')}
      headline={shown ? text('invitationWelcome', { retailer }) : text('invitationTitle')}
      text={
        shown &&
        text('invitationText', {
          name: shown.invitedBy,
          email: shown.email,
          retailer,
          role: text(shown.role),
        })
      }
    >
      {shown ? <AcceptForm path={path} shown={shown} /> : <TextSkeleton />}
    </SessionFrame>
  );
}

function AcceptForm({ path, shown }: { path: string; shown: InvitationShown }) {
  const text = useTexts(sessionTexts);
  const navigate = useNavigate();
  const signedIn = useSignedIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: (request: AcceptInvitationRequest) => api.post<SignedIn>(path, request),
    onSuccess: (answer) => {
      signedIn(answer);
      void navigate('/live', { replace: true });
    },
  });
  const { hasAccount, signedInAsInvited } = shown;
  const send = (): void => {
    if (signedInAsInvited) accept.mutate({});
    else accept.mutate(hasAccount ? { password } : { name, newPassword: password });
  };
  return (
    <Form onSend={send}>
      <Failure error={accept.error} />
      {signedInAsInvited && <p>{text('acceptSignedIn')}</p>}
      {!signedInAsInvited && hasAccount && <p>{text('acceptAccount')}</p>}
      {!hasAccount && (
        <TextInput
          label={text('name')}
          autoComplete="name"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {!signedInAsInvited && (
        <PasswordInput
          label={text('password')}
          description={hasAccount ? undefined : text('passwordNote')}
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          {...(hasAccount ? {} : { minLength: 10 })}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <Button type="submit" fullWidth loading={accept.isPending}>
        {text('accept')}
      </Button>
    </Form>
  );
}
