import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { config, makeApp, withAgents } from './synthesized.ts';

function checked(app: App): App {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

describe('cdk-nag', () => {
  it.each([
    ['that makes an application', config],
    ['of an application that exists already', withAgents],
  ])(
    'finds nothing in any stack %s that is not explained',
    (_, of) => {
      expect(() => checked(makeApp(of)).synth()).not.toThrow();
    },
    240_000,
  );

  it('would find a bucket that may be read without TLS', () => {
    const app = new App({ analyticsReporting: false });
    new Bucket(new Stack(app, 'careless'), 'Bucket');
    expect(() => checked(app).synth()).toThrow();
  }, 120_000);
});
