import { type Body, colours, type ModelFacts } from './model.ts'

/** A model in MuJoCo's own language (MJCF). Numbers keep every digit. */
export function toXml(facts: ModelFacts): string {
  const { compiler, option, joint = {}, geom, world, bodies, motors, bound } = facts
  return element('mujoco', {}, [
    element('compiler', { inertiafromgeom: true, ...compiler }),
    element('option', option),
    element('default', {}, [
      element('joint', joint),
      element('geom', { rgba: colours.body, ...geom }),
      element('motor', { ctrllimited: true, ctrlrange: [-bound, bound] }),
    ]),
    element('worldbody', {}, [...world.map((each) => element('geom', each)), ...bodies.map(bodyElement)]),
    element(
      'actuator',
      {},
      motors.map(([joint, gear]) => element('motor', { joint, gear })),
    ),
  ])
}

function bodyElement(body: Body): string {
  const { joints = [], geoms, sites = [], bodies = [], ...attributes } = body
  return element('body', attributes, [
    ...joints.map((joint) => element('joint', joint)),
    ...geoms.map((geom) => element('geom', geom)),
    ...sites.map((site) => element('site', site)),
    ...bodies.map(bodyElement),
  ])
}

function element(tag: string, attributes: object, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${Array.isArray(value) ? value.join(' ') : value}"`,
  )
  return `<${tag}${written.join('')}>${children.join('')}</${tag}>`
}
