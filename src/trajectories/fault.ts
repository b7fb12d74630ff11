/** `expert.jsonl, episode 3: …` */
export const faultAt = (name: string, episode: number, fault: string) =>
  new Error(`${name}, episode ${episode}: ${fault}`)

/** `expert.jsonl, episode 3, rewards: …` */
export const faultIn = (name: string, episode: number, field: string, fault: string) =>
  new Error(`${name}, episode ${episode}, ${field}: ${fault}`)
