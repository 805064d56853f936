// The case's page at a panel is whole without this: it moves the clock on and keeps what is typed while it is being typed.
const timer = document.querySelector('[data-since]')
if (timer) {
  const since = Date.parse(timer.dataset.since)
  const planned = Number(timer.dataset.minutes)
  const began = timer.textContent.split(':').slice(0, 2).join(':')
  const tick = () => {
    const minutes = Math.max(0, Math.floor((Date.now() - since) / 60000))
    timer.textContent = `${began}: ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} of ${planned}.`
    timer.classList.toggle('wm-warn', minutes > planned)
  }
  setInterval(tick, 10000)
}

const PAUSE_MS = 2500
const form = document.querySelector('form[data-typing]')
if (form) {
  const says = form.querySelector('[data-typed]')
  const version = form.elements.version
  let [waiting, sending, stopped, leaving] = [null, null, false, false]

  const keep = async () => {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (['_csrf', 'version', 'discussion', 'decided', 'decision'].includes(name)) body.append(name, value)
    const answer = await fetch(form.dataset.typing, { method: 'POST', body })
    const { version: stands, problem } = await answer.json()
    if (leaving) return
    if (answer.ok) {
      version.value = stands
      const now = new Date()
      says.textContent = `Kept at ${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}.`
    } else {
      says.textContent = problem ?? 'Not kept yet. Press Keep.'
      stopped = answer.status === 409
    }
  }
  const soon = () => {
    clearTimeout(waiting)
    if (!stopped) waiting = setTimeout(async () => {
      if (sending) return soon()
      sending = keep().catch(() => { says.textContent = 'Not kept yet: the connection failed. Press Keep.' })
      await sending
      sending = null
    }, PAUSE_MS)
  }
  for (const name of ['discussion', 'decision']) form.elements[name].addEventListener('input', soon)
  for (const choice of form.elements.decided) choice.addEventListener('change', soon)
  // A form sent while one is being kept would come second to its own words.
  form.addEventListener('submit', async (event) => {
    clearTimeout(waiting)
    if (!sending || leaving) return
    event.preventDefault()
    await sending
    leaving = true
    form.requestSubmit(event.submitter)
  })
}
