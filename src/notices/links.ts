let base: string | null = null

/** Names where the service is reached, without a slash at the end: every link in a notice begins with it. */
export function leadNoticesTo(baseUrl: string) {
  base = baseUrl.replace(/\/+$/, '')
}

// A path that follows a space, a bracket or nothing; the punctuation after it is not its own.
const PATH = /(^|[\s(])(\/[a-z][\w\-./?=&%#]*[\w/]|\/[a-z])/gim

/**
 * A notice's words with every link whole, so that it leads somewhere from a mailbox. Rooms write a path of the service, such as /my-work;
 * what has its scheme and host already stays. Throws when nobody said where the service is reached and a link needs it.
 */
export const withWholeLinks = (body: string): string =>
  body.replaceAll(PATH, (_, before: string, path: string) => {
    if (base === null) throw new Error('A notice has a link, and nobody said where the service is reached')
    return `${before}${base}${path}`
  })
