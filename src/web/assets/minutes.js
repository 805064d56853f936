// Minutes are whole without this: it saves them while they are typed, and keeps them in this browser while the connection is down.
const PAUSE_MS = 1200
const RETRY_MS = 4000
const storeKey = (keptAs) => `wardmote minutes ${keptAs}`

// A text that was settled on the page that shows two is not put back.
for (const settled of document.querySelectorAll('[data-minutes-settled]')) {
  const forget = () => { if (navigator.onLine) sessionStorage.removeItem(storeKey(settled.dataset.minutesSettled)) }
  settled.addEventListener(settled.tagName === 'FORM' ? 'submit' : 'click', forget)
}

const form = document.querySelector('form[data-minutes]')
if (form) {
  const { version, minuted } = form.elements
  const says = form.querySelector('[data-typed]')
  const key = storeKey(form.dataset.keptAs)
  let [saved, waiting, sending, stopped, leaving] = [minuted.value, null, null, false, false]

  const say = (words) => { if (says.textContent !== words) says.textContent = words }
  const clock = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const holdHere = () => sessionStorage.setItem(key, JSON.stringify({ minuted: minuted.value, version: version.value }))
  const isSaved = () => minuted.value === saved

  const send = async () => {
    const text = minuted.value
    const body = new URLSearchParams({ _csrf: form.elements._csrf.value, version: version.value, minuted: text })
    const answer = await fetch(form.dataset.minutes, { method: 'POST', body, redirect: 'manual' })
    if (answer.ok) {
      version.value = (await answer.json()).version
      saved = text
      if (isSaved()) sessionStorage.removeItem(key)
      else soon()
      say(isSaved() ? `Saved at ${clock()}.` : 'Saving…')
      return
    }
    holdHere()
    if (answer.status >= 500) throw new Error('the server could not save')
    stopped = true
    const { problem } = answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}
    if (answer.type === 'opaqueredirect') return say('Not saved: you are signed out. What you typed is kept in this browser and put back when you sign in and open this page again.')
    say(problem ?? 'Not saved: the minutes are not open to you any more. What you typed is kept in this browser.')
  }
  /** Sends what was typed; false when it could not be, and is kept in this browser instead. */
  const keep = async () => {
    if (sending) await sending
    if (stopped || isSaved()) return isSaved()
    sending = send().catch(() => {
      holdHere()
      say('The connection is down. What you type is kept in this browser and saved when it comes back.')
      soon(RETRY_MS)
    })
    await sending
    sending = null
    return isSaved()
  }
  const soon = (pause = PAUSE_MS) => {
    clearTimeout(waiting)
    waiting = setTimeout(keep, pause)
  }

  const held = JSON.parse(sessionStorage.getItem(key) ?? 'null')
  if (held && held.minuted !== minuted.value) {
    minuted.value = held.minuted
    version.value = held.version
    say('What you typed and could not save has been put back.')
    soon(0)
  } else sessionStorage.removeItem(key)

  minuted.addEventListener('input', () => {
    if (stopped || !navigator.onLine) holdHere()
    if (!stopped) soon()
  })
  addEventListener('online', () => soon(0))
  addEventListener('offline', () => {
    if (!isSaved()) holdHere()
    say('The connection is down. What you type is kept in this browser and saved when it comes back.')
  })
  // What was typed goes first: a form sent before it would come second to its own words, or be lost with the connection.
  form.addEventListener('submit', async (event) => {
    clearTimeout(waiting)
    const waits = sending || (!stopped && !isSaved())
    if (leaving || (navigator.onLine && !waits)) return
    event.preventDefault()
    const { submitter } = event
    await keep()
    if (!isSaved() && !stopped) return
    if (!navigator.onLine) return say('The connection is down. Press again when it comes back: nothing is lost.')
    leaving = true
    // A form is not sent again while its first sending is still being answered.
    setTimeout(() => form.requestSubmit(submitter))
  })
}
