/** What a receiving server would say of a mail's signature: asked of `mailauth`, which is nobody's of this house. */
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

type Result = Awaited<ReturnType<typeof dkimVerify>>['results'][number];

/** The verdict about the first signature. */
export interface DkimVerdict {
  ok: boolean;
  /** In mailauth's words, such as "body hash did not verify". */
  why: string;
  domain: string;
  /** Names in `h=`, lower case. */
  signed: string[];
}

/** Verifies a mail as it came; `record` is the TXT value for `<selector>._domainkey.<domain>`. */
export async function verifyDkim(
  raw: Buffer,
  record: (name: string) => string | undefined,
): Promise<DkimVerdict> {
  const { results } = await dkimVerify(raw, {
    resolver: async (name) => {
      const value = record(name);
      if (value === undefined) throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
      // A long record comes in pieces, as from the DNS.
      return [value.match(/.{1,255}/g) ?? []];
    },
  });
  // Its types leave out which headers were signed.
  const [first] = results as (Result & { signingHeaders?: { keys?: string } })[];
  const { result = 'none', comment = '' } = first?.status ?? {};
  return {
    ok: result === 'pass',
    why: comment === '' ? result : comment,
    domain: first?.signingDomain ?? '',
    signed: (first?.signingHeaders?.keys ?? '').split(':').map((name) => name.trim().toLowerCase()),
  };
}
