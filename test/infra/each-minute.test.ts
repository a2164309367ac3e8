import { App, Stack } from 'aws-cdk-lib';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { EachMinute } from '../../infra/constructs/each-minute.ts';
import { createdApp, resourcesOf, templateOf } from './synthesized.ts';

describe('what is started each minute', () => {
  it('is no more than one rule of EventBridge takes', () => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'stack');
    const started = (id: number) => ({
      function: Lambda.fromFunctionArn(stack, `f${id}`, `arn:aws:lambda:us-east-2:123456789012:function:f${id}`),
    });
    const make = (count: number) =>
      new EachMinute(stack, `${count}`, {
        name: 'dr-each',
        description: '',
        starts: [...Array(count).keys()].map((id) => started(count * 10 + id)),
      });
    expect(() => make(5)).not.toThrow();
    expect(() => make(6)).toThrow('dr-each has 6 targets, and EventBridge takes 5');
  });

  it('is not repeated where it fails or comes late: the next minute is', () => {
    const template = templateOf(createdApp(), 'dr-control-plane');
    const [rule] = resourcesOf(template, 'AWS::Events::Rule').filter(({ Properties }) => Properties.Name === 'dr-each-minute');
    const once = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 };
    const invoked = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
    const targets: { Arn: { 'Fn::GetAtt': string[] }; RetryPolicy: object }[] = rule?.Properties.Targets ?? [];
    expect(targets.length).toBeGreaterThan(3);
    for (const { Arn, RetryPolicy } of targets) {
      expect(RetryPolicy).toEqual(once);
      expect(invoked.find(({ FunctionName }) => FunctionName.Ref === Arn['Fn::GetAtt'][0])).toMatchObject(once);
    }
  });
});
