import { valueText, wrapperNames, wrappersById } from '../../envs/wrappers/by-id.ts'
import { textTable } from '../table.ts'

/** The wrappers that an id may ask for, for people. */
export const wrappersText = () =>
  `Wrappers, in an id after a question mark, as 'CartPole-v1?maxEpisodeSteps=1000&frameStack=4':

${textTable(
  [
    { title: 'wrapper', cell: (name) => name },
    { title: 'value', cell: (name) => valueText(wrappersById[name].value) },
    { title: 'what it does', cell: (name) => wrappersById[name].about },
  ],
  wrapperNames,
).replace(/^/gm, '  ')}`
