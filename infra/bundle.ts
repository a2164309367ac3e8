import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BuildResult, build } from 'esbuild';
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

/** The validated dr.yml as it goes into a bundle, and its SHA-256 (hex). */
export function toBundled(config: Config): { readonly json: string; readonly hash: string } {
  const json = JSON.stringify(config);
  return { json, hash: createHash('sha256').update(json).digest('hex') };
}

/** Makes one minified CommonJS file out of an entry and all that it imports, the AWS SDK included, with a source map beside it. */
export async function bundle(entry: string, outfile: string, { config, naive = false }: BundleOptions): Promise<BuildResult> {
  mkdirSync(dirname(outfile), { recursive: true });
  const { json, hash } = toBundled(config);
  return build({
    entryPoints: [entry],
    outfile,
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
    define: { DR_CONFIG: JSON.stringify(json), DR_CONFIG_HASH: JSON.stringify(hash) },
    // Packages' ES modules lose what is not used; those without are taken as CommonJS.
    ...(naive ? {} : { mainFields: ['module', 'main'], plugins: [withoutReceivers, leanPackages] }),
  });
}
