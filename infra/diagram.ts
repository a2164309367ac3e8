import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { Config } from '../orchestrator/config.ts';
import { KINDS, type Properties } from './diagram-kinds.ts';

/** A synthesized stack, as far as it is drawn. */
interface Drawn {
  readonly name: string;
  readonly region: string;
  readonly resources: readonly { readonly id: string; readonly type: string; readonly properties: Properties }[];
  readonly outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** Something a stack makes that others speak of by name. */
interface Made {
  readonly by: Drawn;
  readonly words: string;
  /** Whether that text speaks of it. */
  readonly isIn: (text: string, from: Drawn) => boolean;
}

/**
 * The stacks as a Mermaid flow chart, by Region and numbered in the order of deployment. An arrow leads from a stack to the one
 * that makes what its template names: by a fixed name, as across Regions, or by an export.
 */
export function toArchitecture(stacks: readonly CloudFormationStackArtifact[], { regions }: Pick<Config, 'regions'>): string {
  const drawn = stacks.map(toDrawn);
  const made = drawn.flatMap((stack) => [...namedBy(stack), ...exportedBy(stack)]);
  const groups = Object.entries(regions).flatMap(([role, region]) => [
    `  subgraph ${id(region)}["${region}: ${role}"]`,
    ...drawn.flatMap((stack, at) => (stack.region === region ? [`    ${id(stack.name)}["${label(stack, at + 1)}"]`] : [])),
    '  end',
  ]);
  const arrows = drawn.flatMap((from) =>
    drawn.flatMap((to) => {
      const text = JSON.stringify(from.resources);
      const spoken = made.filter(({ by, isIn }) => by === to && to !== from && isIn(text, from)).map(({ words }) => words);
      return spoken.length === 0 ? [] : [`  ${id(from.name)} -- ${[...new Set(spoken)].join(', ')} --> ${id(to.name)}`];
    }),
  );
  return ['flowchart LR', ...groups, ...arrows, ''].join('\n');
}

function toDrawn({ stackName, environment, template }: CloudFormationStackArtifact): Drawn {
  const { Resources = {}, Outputs = {} } = template as {
    Resources?: Record<string, { Type: string; Properties?: Properties }>;
    Outputs?: Drawn['outputs'];
  };
  const resources = Object.entries(Resources).map(([logical, { Type, Properties = {} }]) => ({
    ...{ id: logical, type: Type, properties: Properties },
  }));
  return { name: stackName, region: environment.region, resources, outputs: Outputs };
}

const namedBy = (stack: Drawn): readonly Made[] =>
  stack.resources.flatMap(({ type, properties }) => {
    const { words, name } = KINDS[type] ?? {};
    const found = name?.(properties);
    if (words === undefined || typeof found !== 'string') return [];
    const whole = new RegExp(`(?<![\\w-])${RegExp.escape(found)}(?![\\w-])`);
    // Both Regions have things of one name: whoever is not in the Region has to say which he means, unless the name does.
    const regional = new RegExp(`${stack.region}[^"]*(?<![\\w-])${RegExp.escape(found)}(?![\\w-])`);
    const says = (text: string, from: Drawn): boolean =>
      from.region === stack.region || found.includes(stack.region) || found.includes('.')
        ? whole.test(text)
        : regional.test(text);
    return [{ by: stack, words, isIn: says }];
  });

const exportedBy = (stack: Drawn): readonly Made[] =>
  Object.values(stack.outputs).flatMap(({ Value, Export }) => {
    const resource = stack.resources.find((each) => JSON.stringify(Value).includes(`"${each.id}"`));
    const words = KINDS[resource?.type ?? '']?.words;
    if (Export === undefined || words === undefined) return [];
    return [{ by: stack, words, isIn: (text) => text.includes(JSON.stringify({ 'Fn::ImportValue': Export.Name })) }];
  });

/** Without the Region, which its group says, and without numbers, which change often. */
function label({ name, region, resources }: Drawn, at: number): string {
  const kinds = new Set(resources.flatMap(({ type }) => KINDS[type]?.words ?? []));
  return [`<b>${at}. ${name.replace(`-${region}`, '')}</b>`, ...kinds].join('<br/>');
}

const id = (name: string): string => name.replaceAll('-', '_');
