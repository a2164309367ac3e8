import { type BuildOptions, type BuildResult, build } from 'esbuild';
import type { Config } from '../orchestrator/config.ts';
import { leanPackages } from './lean-packages.ts';
import { withoutReceivers } from './without-receivers.ts';

/** How a Lambda is bundled, besides what it is made of. */
export interface BundleOptions {
  /** The validated dr.yml that goes into it, as JSON. */
  readonly config: Config;
  /** Leaves packages as they come, for comparison. */
  readonly naive?: boolean;
}

/** Makes one minified CommonJS file out of an entry and all that it imports, the AWS SDK included, with a source map beside it. */
export const bundle = (entry: string, outfile: string, options: BundleOptions): Promise<BuildResult> =>
  build({ ...settings(options), entryPoints: [entry], outfile });

/** The same for many entries at once, which are read once: `<folder>/<name>/index.js` for each name. */
export const bundleEach = (
  entries: Readonly<Record<string, string>>,
  folder: string,
  options: BundleOptions,
): Promise<BuildResult<{ metafile: true }>> =>
  build({
    ...settings(options),
    entryPoints: Object.entries(entries).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
    outdir: folder,
  });

const settings = ({ config, naive = false }: BundleOptions) =>
  ({
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // A string in a string: the bundle parses it.
    define: { DR_CONFIG: JSON.stringify(JSON.stringify(config)) },
    // Packages' ES modules lose what is not used; those without are taken as CommonJS.
    ...(naive ? {} : { mainFields: ['module', 'main'], plugins: [withoutReceivers, leanPackages] }),
  }) satisfies BuildOptions;
