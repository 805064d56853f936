/** Kinds of letter, each with words to begin from. `to`: whom they are meant for. */
export const LETTER_KINDS = ['acknowledgement', 'update', 'closing', 'warning', 'invitation', 'other'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

export const KIND_IN_WORDS: Record<LetterKind, string> = {
  acknowledgement: 'Acknowledgement, to somebody harmed', update: 'Update, to somebody harmed', closing: 'Closing, to somebody harmed', warning: 'Warning, to somebody responsible', invitation: 'Invitation to a review', other: 'Anything else',
}

/** What a template fills in. Nobody's name but the recipient's, and no place. */
export type Filled = { toName: string; writer: string; agency: string; reference: string; reviewOn: string | null }

const BODY: Record<LetterKind, (filled: Filled) => string> = {
  acknowledgement: ({ reference }) => `Thank you for telling us what has been happening. We have read your report and are looking into it now. Somebody from our team will speak to you about what you want to happen, and about what would help you feel safe.

Please quote ${reference} whenever you get in touch. If you are in danger, call 999 at once.`,
  update: ({ reference, reviewOn }) => `I am writing to tell you how our work is going.

Since I last wrote: [say what has been done].

Next: [say what will be done, by whom and by when].${reviewOn ? `

We will look again at how things stand on ${reviewOn}, or earlier if anything changes.` : ''}

Please quote ${reference} when you get in touch, and tell us of anything new as soon as you can.`,
  closing: ({ reference }) => `We have looked at how things stand and are closing our work on ${reference}.

We are doing so because: [give the reason].

What has changed: [say what is different now].

If it begins again, tell us straight away and quote the reference above: we can open it again. If you are not content with how your report was answered, you may ask for a review of it, which some call the community trigger. We would also like to hear how satisfied you were with us.`,
  warning: () => `I am writing about how you have behaved. We believe that on [date] you [say what was done, in a way that does not show who told us].

Behaviour of this kind harms other people, and it has to stop. If it goes on, we may ask a court to order you to stop it, or take other steps that the law allows.

We would rather help. If something lies behind this, such as your health, drink, drugs, money or where you live, please talk to us: [say whom to contact and what is on offer].`,
  invitation: ({ reference, reviewOn }) => `We are going to look again at how things stand in ${reference}${reviewOn ? ` on ${reviewOn}` : ' on [date]'}, and we would like you to take part.

You can come in person, join by video or telephone, send somebody for you, or tell us beforehand what you would like to be said. You need not come if you would rather not.

Please tell us by [date] what would suit you, and of anything you need so as to take part.`,
  other: () => '',
}

/** A letter's first words, ready to be changed: greeting, body and signature. Square brackets mark what is to be written in. */
export const firstWords = (kind: LetterKind, filled: Filled): string => `Dear ${filled.toName},

${BODY[kind](filled)}

${filled.writer}
${filled.agency}`.replaceAll('\n\n\n', '\n\n')

/** Whether a letter still holds something to be written in. */
export const hasGap = (body: string): boolean => /\[[^\]\n]{2,200}\]/.test(body)
