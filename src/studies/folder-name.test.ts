import { expect, test } from 'vitest'
import { earlierFolderName, folderClash, folderName } from './folder-name.ts'

test.each([
  ['ppo+alphaR=0.5+trust=linear-0.4', 'ppo+alphaR=0.5+trust=linear-0.4'],
  ['CartPole-v1?maxEpisodeSteps=1000&frameStack=4', 'CartPole-v1-maxEpisodeSteps=1000-frameStack=4'],
  ['MinAtar/Breakout-v1', 'MinAtar-Breakout-v1'],
  ['обучение', 'обучение'],
  ['größe', 'größe'],
  ['gro\u0308ße', 'größe'],
  ['学习率 0.1', '学习率-0.1'],
  ['शिक्षण', 'शिक्षण'],
  ['تعلم', 'تعلم'],
  ['🚀', '🚀'],
  ['a\u202eb\u0000c/..\\d', 'a-b-c-..-d'],
  ['$(rm -rf ~); `x` | "y" <z>', '$(rm -rf ~); `x` | "y" <z>'.replace(/[^\w.-]+/g, '-').replace(/^-/, '')],
  ['../..', 'unnamed'],
  ['', 'unnamed'],
  ['NUL', 'NUL-'],
  ['con.txt', 'con-.txt'],
  ['console', 'console'],
])('%j goes to the folder %j', (name, folder) => {
  expect(folderName(name)).toBe(folder)
  expect(folderName(folder)).toBe(folder)
})

test('a long name is cut between characters, and stays apart from others that begin as it does', () => {
  const [a, b] = ['а', 'б'].map((last) => folderName('длинное'.repeat(40) + last))
  for (const folder of [a, b]) expect(new TextEncoder().encode(folder).length).toBeLessThanOrEqual(180)
  expect(a).toMatch(/^(длинное)+д?л?и?н?н?о?-[0-9a-f]{8}$/)
  expect(a).not.toBe(b)
})

test('plain names have the folders that 0.1.0 gave them', () => {
  for (const name of ['ppo', 'ppo+trust=linear-0.4', 'Chain-v0?states=3', './my env.ts', 'a_b.c'])
    expect(folderName(name)).toBe(earlierFolderName(name))
})

test.each([
  [['a', 'b'], undefined],
  [['a', 'b', 'a'], { index: 2, problem: "two are called 'a'" }],
  [
    ['Mine', 'mine'],
    {
      index: 1,
      problem:
        "'Mine' and 'mine' would share the folder mine where letter case is ignored, as on macOS and Windows",
    },
  ],
  [
    ['STRASSE', 'straße'],
    {
      index: 1,
      problem:
        "'STRASSE' and 'straße' would share the folder straße where letter case is ignored, as on macOS and Windows",
    },
  ],
  [['a b', 'a/b'], { index: 1, problem: "'a b' and 'a/b' would share the folder a-b" }],
])('%j share a folder: %j', (names, clash) => expect(folderClash(names)).toEqual(clash))
