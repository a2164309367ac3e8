import { readFileSync } from 'node:fs';
import { BrokenConfig, parseConfig } from '../orchestrator/config.ts';
import { controlPlaneApp } from './control-plane-app.ts';

try {
  const config = parseConfig(readFileSync('dr.yml', 'utf8'));
  const app = await controlPlaneApp({ config, bundles: '.cache/lambdas' });
  app.synth();
} catch (error) {
  if (!(error instanceof BrokenConfig)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
