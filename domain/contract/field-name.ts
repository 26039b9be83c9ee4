const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Whether expressions and paths can say a field's name. */
export const isFieldName = (name: string): boolean => NAME.test(name)
