import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's script and style, ready to be served. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page in memory; nothing is written to disk. */
export async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL('web/main.tsx', import.meta.url)) },
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const ending = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: ending('.js'), style: ending('.css') };
}
