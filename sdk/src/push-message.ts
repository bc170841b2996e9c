/** What a push message says and where it leads. Pure. */

/** Title and options for showNotification; the declarative form (web_push 8030) is read. */
export function readNotification(text: string): { title: string; options: object } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = null;
  }
  const said = (read as { notification?: Record<string, unknown> } | null)?.notification ?? {};
  const { title, body, navigate, lang, dir, silent, tag, image } = said;
  const own = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined;
  return {
    title: own(title) ?? '',
    options: {
      body: own(body),
      lang: own(lang),
      dir: own(dir),
      tag: own(tag),
      image: own(image),
      silent: silent === true,
      data: { url: own(navigate) },
    },
  };
}

/** Where a click leads: the message's own address when it is a web address, else the shop's front page. */
export function clickTarget(data: unknown, scope: string): string {
  const url = (data as { url?: unknown } | null)?.url;
  return typeof url === 'string' && /^https?:\/\//i.test(url) ? url : scope;
}
