import { Path } from './path.tsx'

interface SettingsListProps {
  /** Dotted path to text. */
  readonly settings: ReadonlyMap<string, string>
  /** Those in which it differs from the runs beside it. */
  readonly telling: ReadonlySet<string>
}

/** All settings of a run, those first that tell it from others. */
export function SettingsList({ settings, telling }: SettingsListProps) {
  const entries = [...settings].sort(([a], [b]) => Number(telling.has(b)) - Number(telling.has(a)))
  return (
    <dl class="settings-list">
      {entries.map(([path, text]) => (
        <div key={path} class={telling.has(path) ? 'telling' : ''}>
          <dt>
            <Path path={path} />
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
