import { describe, expect, it } from 'vitest';
import { covers, given, type Invitation, needed } from './invitations.ts';
import { attachedApp, config, createdApp, templateOf } from './synthesized.ts';
import type { TemplateJson } from './template-arns.ts';

const { primary, dr, control } = config.regions;
const account = config.aws?.account ?? '';
const app = attachedApp();
const created = createdApp();
const STACKS = [
  ['dr-control-plane', control, app],
  [`dr-agents-${primary}`, primary, app],
  [`dr-agents-${dr}`, dr, app],
  [`shop-data-${primary}`, primary, created],
  [`shop-data-${dr}`, dr, created],
] as const;
const says = ({ service, action, resource, because }: Invitation): string =>
  `${service}: ${action} on ${resource} for ${because}`;

describe.each(STACKS)('in %s', (stack, region, of) => {
  const template = templateOf(of, stack).toJSON() as TemplateJson;
  const [needs, gifts] = [needed(template, { region, account }), given(template, { region, account })];

  it('every rule may start its targets and write to their dead letters, every route its function, every alarm tell its topic, every rotation its function', () => {
    expect(needs.filter((need) => !gifts.some((gift) => covers(gift, need))).map(says)).toEqual([]);
  });

  it('nobody else may', () => {
    const idle = gifts.filter((gift) => gift.because === null || !needs.some((need) => covers(gift, need)));
    expect(idle.map(says)).toEqual([]);
  });
});

describe('what the control plane connects', () => {
  it('is rules with functions and dead letters, a route with the bot, and alarms with the topic', () => {
    const template = templateOf(app, 'dr-control-plane').toJSON() as TemplateJson;
    const needs = needed(template, { region: control, account });
    const kinds = new Set(needs.map(({ service, action }) => `${service} ${action}`));
    expect(kinds).toEqual(
      new Set([
        'events.amazonaws.com lambda:InvokeFunction',
        'events.amazonaws.com sqs:SendMessage',
        'apigateway.amazonaws.com lambda:InvokeFunction',
        'cloudwatch.amazonaws.com sns:Publish',
      ]),
    );
    expect(needs.map(({ resource }) => resource)).toContain(`arn:aws:lambda:${control}:${account}:function:dr-bot`);
    expect(needs.every(({ resource, because }) => resource !== '*' && because !== '*')).toBe(true);
  });
});
