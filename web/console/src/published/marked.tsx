/** A text whose parts between two § are drawn stronger. */
export function Marked({ words }: { words: string }) {
  return words.split('§').map((part, at) =>
    at % 2 === 1 ? (
      // The same words may stand twice; their place tells them apart.
      // oxlint-disable-next-line react/no-array-index-key
      <b key={at}>{part}</b>
    ) : (
      part
    ),
  );
}
