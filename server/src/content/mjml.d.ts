/** What we use of mjml 5, which brings no types. */
declare module 'mjml' {
  interface MjmlOptions {
    fonts?: Record<string, string>;
    keepComments?: boolean;
    validationLevel?: 'strict' | 'soft' | 'skip';
  }
  export default function mjml2html(
    source: string,
    options?: MjmlOptions,
  ): Promise<{ html: string; errors: { message: string }[] }>;
}
