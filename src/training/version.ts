/** The version of package.json; `version.test.ts` keeps them equal. */
export const version = '0.2.0'
