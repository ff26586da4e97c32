/** The components' own words. What a screen says, it hands in. */
export const components = {
  brand: 'Coffer',
  cancel: 'Cancel',
  password: {
    show: 'Show password: {label}',
    showTip: 'Show what is typed',
    hideTip: 'Hide what is typed',
    capsLock: 'Caps Lock is on.',
  },
  strength: {
    rule: 'At least {count} characters. Four or more random words are strong and easy to type.',
    short: 'Too short: {count} more character is needed. | Too short: {count} more characters are needed.',
    measuring: 'Measuring…',
    weak: 'Weak. Someone could guess this. Four or more random words make a strong passphrase.',
    fair: 'Not strong enough yet. Add another random word or two.',
    good: 'Good.',
    strong: 'Strong.',
    unknown: 'The strength could not be measured. Use five or more random words, {count} characters at least.',
  },
  tag: {
    ok: 'Good:',
    warn: 'Note:',
    bad: 'Problem:',
  },
  wizard: {
    steps: 'Steps',
    stepDone: '{title}, done',
    documentTitle: '{title}, step {step} of {total}: {name}, Coffer',
  },
  progress: {
    cancel: 'Stop',
    stopping: 'Stopping, finishing the current item',
    cannotStop: 'Finishing. This part cannot be stopped.',
    count: '{done} of {total}',
    announce: '{stage}, {percent} %',
    lessThanMinute: 'Less than a minute left',
    minutes: 'About a minute left | About {count} minutes left',
  },
  error: {
    details: 'Details',
    code: 'Code',
    time: 'Time',
    copy: 'Copy details',
  },
  notice: {
    info: 'Note:',
    warn: 'Warning:',
    bad: 'Problem:',
    ok: 'Done:',
  },
  checks: {
    passed: 'Passed:',
    failed: 'Not passed:',
    skipped: 'Not checked:',
  },
  toasts: {
    label: 'Messages',
    close: 'Close message',
  },
  nav: {
    label: 'Main',
  },
  secret: {
    hidden: '{label}, hidden',
  },
} as const
