import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawings } from '../../bot/reporting/drawings.ts';
import type { Card } from '../../bot/views/blocks.ts';
import { dryRunCard } from '../../bot/views/dry-run.ts';
import { menuCard } from '../../bot/views/menu.ts';
import { channelName } from '../../bot/views/naming.ts';
import { lateNews } from '../../bot/views/news.ts';
import { peopleOf } from '../../bot/views/people.ts';
import { denyModal, reviewModal } from '../../bot/views/review-modal.ts';
import { runCard, statusCard } from '../../bot/views/status.ts';
import { cut, escaped, unescaped } from '../../bot/views/text.ts';
import { mistakesInMessage, mistakesInView } from '../../lab/slack/limits.ts';
import type { Block } from '../../lab/slack/shown.ts';
import type { Application } from '../../orchestrator/config.ts';
import { type RunView, toRunView } from '../../orchestrator/domain/run-view.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { aCost, aTest } from '../contracts/samples.ts';
import { someFacts } from '../domain/samples.ts';
import { anyFacts, anyJournal } from './journals.ts';
import { readConfig } from './rig.ts';
import { approvedRun } from './sample-run.ts';

let application: Application;
beforeAll(async () => {
  application = applicationOf(await readConfig(), 'shop');
});

const withIds = (blocks: readonly object[]) =>
  blocks.map((block, index): Block => ({ block_id: `b${index}`, type: '', ...block }));

function viewOf(entries: Parameters<typeof toRunView>[1]) {
  const view = toRunView(failover, entries);
  if (view === null) throw new Error('The journal does not begin with a request.');
  return view;
}

/** A dry run that found what the journal says: any words, any number of them. */
const lastTestOf = ({ planned }: RunView) =>
  planned && aTest({ blockers: [...planned.facts.blockers], risks: [...planned.facts.risks] });

const messagesOf = (entries: Parameters<typeof toRunView>[1]): readonly Card[] => {
  const view = viewOf(entries);
  const drawn = drawings({ view, entries, plan: failover, application, surfaces: new Map(), now: view.at }, 'C0OWN');
  expect(drawn.broken).toEqual([]);
  const running = Array.from({ length: 12 }, () => view);
  const lock = { by: view.run.requestedBy.id, reason: view.run.reason, at: view.at };
  return [
    ...drawn.made.flatMap(({ card, plain }) => (plain === undefined ? [card] : [card, plain])),
    runCard(view, plans, 'C0OWN'),
    menuCard({ running, waiting: running, sets: [], applications: Array.from({ length: 12 }, () => application) }, plans),
    statusCard(
      {
        ...{
          application,
          facts: view.planned?.facts ?? null,
          lock,
          running: view,
          next: view,
          recent: running.slice(0, 5),
          at: view.at,
        },
        ...{
          lastTest: lastTestOf(view),
          lastDrill: lastTestOf(view),
          kept: [],
          costs: { own: aCost(), platform: null },
          unread: [],
        },
      },
      plans,
    ),
  ];
};

/** Every piece of mrkdwn in a card: what Slack would act on. */
function mrkdwnOf({ text, blocks }: Card): readonly string[] {
  const found = [text];
  JSON.stringify(blocks, (_, value) => {
    if (value?.type === 'mrkdwn') found.push(value.text);
    return value;
  });
  return found;
}

describe('every message', () => {
  it("keeps within Slack's limits whatever the journal says", () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        for (const card of messagesOf(entries)) {
          expect(mistakesInMessage(withIds(card.blocks))).toEqual([]);
          expect(card.text.length).toBeGreaterThan(0);
          expect(card.text.length).toBeLessThanOrEqual(4_000);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('quotes no stranded key where the only one is an empty text', () => {
    const stranded = { count: 1, keys: [''] };
    const news = { kind: 'fenced-later', says: 'Late.', fencedAt: 1, bothWritableMs: null, stranded } as const;
    expect(mistakesInMessage(withIds(lateNews(approvedRun(news))?.blocks ?? []))).toEqual([]);
  });

  it('of the status says what the Regions did by themselves', () => {
    const facts = someFacts({ agents: ['us-east-1 fenced itself at noon'] });
    const quiet = {
      lock: null,
      running: null,
      next: null,
      recent: [],
      lastTest: null,
      lastDrill: null,
      unread: [],
      kept: [],
      costs: { own: null, platform: null },
      at: 1,
    };
    const drawn = (seen: typeof facts) => JSON.stringify(statusCard({ application, facts: seen, ...quiet }, plans));
    expect(drawn(facts)).toContain('us-east-1 fenced itself at noon');
    expect(drawn(someFacts())).not.toContain('by themselves');
  });

  it('mentions nobody that the journal only quotes', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        for (const text of messagesOf(entries).flatMap(mrkdwnOf)) {
          expect(text).not.toContain('<!channel>');
          expect(text).not.toContain('<@U0EVIL>');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('mentions nobody who is neither in dr.yml nor took part in the run', () => {
    const { requesters, approvers } = application.approval;
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const known = new Set([...requesters.users, ...approvers.users, ...peopleOf(viewOf(entries))]);
        const cards = messagesOf(entries);
        const mentioned = [
          ...cards.flatMap(mrkdwnOf).flatMap((text) => [...text.matchAll(/<@(\w+)/g)]),
          ...[...JSON.stringify(cards).matchAll(/"user_id":"(\w+)"/g)],
        ];
        for (const [, id] of mentioned) expect(known).toContain(id);
      }),
      { numRuns: 150 },
    );
  });

  it('asks for no more than three things in a row', () => {
    fc.assert(
      fc.property(anyJournal, (entries) => {
        const rows = messagesOf(entries).flatMap(({ blocks }) => blocks.filter((block) => block.type === 'actions'));
        for (const { elements } of rows) expect(elements.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 50 },
    );
  });
});

describe('every modal', () => {
  it("keeps within Slack's limits whatever the facts say", () => {
    fc.assert(
      fc.property(anyJournal, anyFacts, fc.array(fc.string({ maxLength: 2_000 }), { maxLength: 30 }), (entries, now, drift) => {
        const view = viewOf(entries);
        for (const modal of [reviewModal({ view, application, now, drift }, failover), denyModal(view, failover)]) {
          expect(mistakesInView({ ...modal, blocks: withIds(modal.blocks) })).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a dry run', () => {
  it("keeps within Slack's limits whatever the facts say", () => {
    fc.assert(
      fc.property(anyFacts, fc.string(), (facts, hash) => {
        const dryRun = { application, plan: 'failover' as const, from: 'us-east-1', to: 'us-west-2', facts, hash };
        expect(mistakesInMessage(withIds(dryRunCard(dryRun, failover).blocks))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('text', () => {
  it('is given back as it was typed', () => {
    fc.assert(fc.property(fc.string(), (text) => unescaped(escaped(text)) === text));
  });

  it('is never cut through an escape or a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('🔥', '&', '<', 'a') }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const short = cut(escaped(text), max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        expect(short.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });
});

describe('the incident channel', () => {
  it('is named after the run, the application and the plan', () => {
    expect(channelName({ id: 'DR-42', application: 'shop', plan: 'failover' })).toBe('dr-42-shop-failover');
    expect(channelName({ id: 'DR-42', application: 'a'.repeat(200), plan: 'failover' })).toHaveLength(80);
  });
});
