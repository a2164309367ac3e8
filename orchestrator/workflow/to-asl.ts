import { type Node, type Plan, type Row, stepIdOf, undosOf } from '../domain/plan.ts';
import { type Fragment, type Machine, type Next, RETRY, RETRY_LONG, type State, WAIT_SECONDS, when } from './asl.ts';

/** Names the Lambda of a row or trigger, such as `dr-fence`. */
export const functionName = (id: string): string => `dr-${stepIdOf(id)}`;

const UNDO = 'undo';
const CLOSE = 'close';

/**
 * A plan as a Standard state machine in JSONPath. Its input is `{run, caught: null}`. It decides by Choice on the status of
 * an answer, and everything else stays in the records, so that its data is a few bytes.
 */
export function toAsl(plan: Plan): Machine {
  const joins = counter();
  const body = toFragment(plan.body, { Next: CLOSE }, { Next: UNDO }, joins);
  return {
    Comment: `${plan.title}: generated from the plan, not to be edited.`,
    StartAt: body.start,
    States: {
      ...body.states,
      ...undoStates(plan),
      [CLOSE]: { ...invoke(CLOSE, { 'run.$': '$.run' }, { End: true }), Retry: RETRY_LONG },
    },
  };
}

function toFragment(node: Node, next: Next, cancelled: Next, joins: () => number): Fragment {
  if ('sequence' in node) return toSequence(node.sequence, next, cancelled, joins);
  if ('parallel' in node) return toParallel(`together-${joins()}`, node.parallel, next, cancelled, joins);
  return toRow(node, false, next, cancelled);
}

function toSequence(nodes: readonly Node[], next: Next, cancelled: Next, joins: () => number): Fragment {
  const [first, ...rest] = nodes;
  if (first === undefined) throw new Error('A sequence has no rows.');
  if (rest.length === 0) return toFragment(first, next, cancelled, joins);
  const later = toSequence(rest, next, cancelled, joins);
  const head = toFragment(first, { Next: later.start }, cancelled, joins);
  return { start: head.start, states: { ...head.states, ...later.states } };
}

function toParallel(name: string, nodes: readonly Node[], next: Next, cancelled: Next, joins: () => number): Fragment {
  const branches = nodes.map((node, index): Machine => {
    const end = `${name}.${index + 1}`;
    const { start, states } = toFragment(node, { Next: end }, { Next: end }, joins);
    return { StartAt: start, States: { ...states, [end]: { Type: 'Pass', End: true } } };
  });
  const [done, stop] = [`${name}.done`, `${name}.cancelled`];
  const isCancelled = nodes.map((_, index) => when('cancelled', stop, `$.branches[${index}].answer.status`));
  return {
    start: name,
    states: {
      [name]: {
        Type: 'Parallel',
        Branches: branches,
        ResultPath: '$.branches',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: stop }],
        Next: `${name}.choose`,
      },
      [`${name}.choose`]: { Type: 'Choice', Choices: isCancelled, Default: done },
      [done]: { Type: 'Pass', Result: { status: 'done' }, ResultPath: '$.answer', ...next },
      [stop]: { Type: 'Pass', Result: { status: 'cancelled' }, ResultPath: '$.answer', ...cancelled },
    },
  };
}

/** Every undo at once: none waits for another, because users wait for the fence to open. */
function undoStates(plan: Plan): Readonly<Record<string, State>> {
  const rows = undosOf(plan);
  if (rows.length === 0) return { [UNDO]: { Type: 'Pass', Next: CLOSE } };
  const branches = rows.map((row): Machine => {
    const end = `${UNDO}-${row.id}.end`;
    const { start, states } = toRow(row, true, { Next: end }, { Next: end });
    return { StartAt: start, States: { ...states, [end]: { Type: 'Pass', End: true } } };
  });
  return {
    [UNDO]: {
      Type: 'Parallel',
      Branches: branches,
      ResultPath: '$.branches',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: CLOSE }],
      Next: CLOSE,
    },
  };
}

/** A row: ask, choose by the answer, come back while it works, and ask people when it failed. */
function toRow(row: Row, undo: boolean, next: Next, cancelled: Next): Fragment {
  const id = undo ? `${UNDO}-${row.id}` : row.id;
  const [choose, wait, decide, decided, over] = [
    `${id}.choose`,
    `${id}.wait`,
    `${id}.decide`,
    `${id}.decided`,
    `${id}.cancelled`,
  ];
  const asked = { 'run.$': '$.run', row: row.id, undo };
  const isApproval = row.kind === 'approval';
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: decide }] };
  const ask = isApproval
    ? waitFor(row.id, { ...asked, waitsFor: 'approval', caught: null }, choose)
    : invoke(row.id, asked, { Next: choose });
  return {
    start: id,
    states: {
      [id]: { ...ask, ...caught },
      [choose]: {
        Type: 'Choice',
        Choices: [when('done', `${id}.done`), when('working', isApproval ? id : wait), when('cancelled', over)],
        Default: decide,
      },
      ...(isApproval ? {} : { [wait]: { Type: 'Wait', Seconds: WAIT_SECONDS[row.poll], Next: id } }),
      [decide]: {
        ...waitFor('decision', { ...asked, waitsFor: 'decision', 'caught.$': '$.caught' }, decided),
        Retry: RETRY_LONG,
      },
      [decided]: {
        Type: 'Choice',
        Choices: [when('retry', id), when('done', `${id}.done`), when('working', decide)],
        Default: over,
      },
      [`${id}.done`]: { Type: 'Pass', ...next },
      [over]: { Type: 'Pass', ...cancelled },
    },
  };
}

function invoke(id: string, payload: object, next: Next): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionName(id), Payload: payload },
    ResultSelector: { 'status.$': '$.Payload.status' },
    ResultPath: '$.answer',
    Retry: RETRY,
    ...next,
  };
}

/** A task that waits for people; its result is what was sent with the token. */
function waitFor(id: string, payload: object, next: string): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionName(id), Payload: { ...payload, 'token.$': '$$.Task.Token' } },
    ResultSelector: { 'status.$': '$.status' },
    ResultPath: '$.answer',
    Retry: RETRY,
    Next: next,
  };
}

function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}
