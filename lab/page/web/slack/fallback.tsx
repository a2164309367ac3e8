/** A block that this page has no drawing for: its texts, so that nothing is hidden. */
export function Fallback({ content }: { readonly content: unknown }) {
  const texts = textsIn(content);
  return <p className="fallback">{texts.length === 0 ? 'This block has no text.' : texts.join(' · ')}</p>;
}

function textsIn(content: unknown): readonly string[] {
  if (Array.isArray(content)) return content.flatMap(textsIn);
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}
