import { build } from 'esbuild';

/** Makes what each service's container runs, `.cache/image/<service>.cjs`: not minified, so that its errors can be read. */
await build({
  entryPoints: ['frontend', 'backend'].map((service) => `lab/app/container/${service}.ts`),
  outdir: '.cache/image',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // Packages' ES modules lose what is not used; those without are taken as CommonJS.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
