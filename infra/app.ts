import { controlPlaneApp } from './control-plane-app.ts';
import { ownConfig } from './own-config.ts';

const app = await controlPlaneApp({ config: ownConfig(), bundles: '.cache/lambdas' });
app.synth();
