interface Marked {
  readonly Marker?: string | undefined;
}

/** Every page of a list of RDS, each asked for with the marker of the one before it. */
export async function everyPage<Page extends Marked>(
  ask: (after: { readonly Marker?: string }) => Promise<Page>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let after: { readonly Marker?: string } | null = {};
  while (after !== null) {
    const page: Page = await ask(after);
    pages.push(page);
    after = page.Marker === undefined ? null : { Marker: page.Marker };
  }
  return pages;
}
