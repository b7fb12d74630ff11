/** Who plays where the lab opens: a policy of the zoo. */
import { useEffect, useState } from 'preact/hooks'
import { zoo, zooEntries } from '../../../src/zoo/index.ts'
import { linkTo } from '../../place.ts'
import { Stage } from '../../play/stage.tsx'
import { Select } from '../../ui/controls.tsx'
import { figure } from '../../ui/numbers.ts'
import './zoo-agent.css'

/** Light, and never still. */
const FIRST = 'MinAtar/Breakout-v1'

export default function ZooAgent() {
  const [env, setEnv] = useState(FIRST)
  const [bytes, setBytes] = useState<Uint8Array | undefined>()
  useEffect(() => {
    let isWanted = true
    zoo(env)
      .arrayBuffer()
      .then((buffer) => isWanted && setBytes(new Uint8Array(buffer)))
    return () => {
      isWanted = false
    }
  }, [env])
  const { score } = zooEntries[env]
  return (
    <aside class="zoo-agent" aria-label="An agent of the zoo at play">
      {bytes ? (
        <Stage key={env} compact label={`${env}, played by a policy of the zoo`} play={{ policy: bytes }} />
      ) : (
        <div class="picture empty">Getting ready …</div>
      )}
      <div class="who">
        <Select
          name="A policy of the zoo plays"
          value={env}
          options={Object.keys(zooEntries)}
          onChange={(next) => {
            setBytes(undefined)
            setEnv(next)
          }}
        />
        <p class="note">
          mean return {figure(score)} · <a href={linkTo('train', { env })}>train one</a>
        </p>
      </div>
    </aside>
  )
}
