import { fill, inRow, type Node, type Plan, type Row } from '../domain/plan.ts';

interface Drawing {
  readonly lines: readonly string[];
  /** Ids of the nodes where it begins and where it ends. */
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

const SHAPES = { check: ['([', '])'], action: ['[', ']'], approval: ['{{', '}}'] } as const;

/** A plan as a Mermaid flow chart: checks are rounded, approvals are hexagons, the point of no return is red. */
export function toMermaid(plan: Plan, names: Readonly<Record<string, string>>): string {
  const { lines } = draw(plan.body, names);
  return ['flowchart TD', '  classDef noReturn stroke:#b42318,stroke-width:3px', ...lines.map((line) => `  ${line}`), ''].join(
    '\n',
  );
}

function draw(node: Node, names: Readonly<Record<string, string>>): Drawing {
  if ('parallel' in node) {
    const drawn = node.parallel.map((branch) => draw(branch, names));
    return {
      lines: drawn.flatMap(({ lines }) => lines),
      starts: drawn.flatMap(({ starts }) => starts),
      ends: drawn.flatMap(({ ends }) => ends),
    };
  }
  if ('sequence' in node) return node.sequence.map((child) => draw(child, names)).reduce(join);
  return drawRow(node, names);
}

function drawRow(row: Row, names: Readonly<Record<string, string>>): Drawing {
  const [open, close] = SHAPES[row.kind];
  const mark = row.pointOfNoReturn ? ':::noReturn' : '';
  return { lines: [`${row.id}${open}"${fill(row.title, inRow(row, names))}"${close}${mark}`], starts: [row.id], ends: [row.id] };
}

function join(before: Drawing, after: Drawing): Drawing {
  const arrows = before.ends.flatMap((end) => after.starts.map((start) => `${end} --> ${start}`));
  return { lines: [...before.lines, ...after.lines, ...arrows], starts: before.starts, ends: after.ends };
}
