const DEEDS: Record<string, string> = {
  'field.write': 'write',
  'tool.call': 'call',
  'model.use': 'be answered by',
  'connection.use': 'use',
  'effect.send': 'send',
  'effect.undo': 'undo by',
  'team.call': 'call by',
}

/** What was denied, after who it was: `call` and the tool, `use the permission` and its name. */
export function deedOf({ action, what }: { action: string; what: string }): { deed: string; what: string } {
  const deed = DEEDS[action]
  return deed
    ? { deed, what: what || 'a tool that it does not have' }
    : { deed: 'use the permission', what: action }
}
