/** A name as the name of a folder: what a file system or a shell could take amiss becomes '-'. */
export const folderName = (name: string) =>
  name.replace(/[^\w.+=-]+/g, '-').replace(/^[.-]+/, '') || 'unnamed'
