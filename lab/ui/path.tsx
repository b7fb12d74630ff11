/** A dotted path, or the name of a run in which such paths have values, that breaks between its words only. */
export const Path = ({ path }: { readonly path: string }) => (
  <>
    {wordsOf(path).map((part, i) => (
      <>
        {i > 0 && <wbr />}
        {part}
      </>
    ))}
  </>
)

/** What stays together; numbers do. */
export const wordsOf = (path: string): string[] => path.split(/(?<=\.)(?=[A-Za-z])|(?<=[=+→])|(?=[A-Z@])/)
