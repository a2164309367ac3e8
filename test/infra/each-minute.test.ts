import { App, Stack } from 'aws-cdk-lib';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { EachMinute } from '../../infra/constructs/each-minute.ts';

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
});
