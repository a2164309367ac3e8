import { readFileSync } from 'node:fs';
import { parseConfig } from '../orchestrator/config.ts';
import { controlPlaneApp } from './control-plane-app.ts';

const config = parseConfig(readFileSync('dr.yml', 'utf8'));
const app = await controlPlaneApp({ config, bundles: '.cache/lambdas' });
app.synth();
