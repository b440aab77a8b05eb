/** What was typed into a field of a form, without blanks around it; empty where there is no such field. */
export const typedIn = (form: HTMLFormElement, field: string): string => {
  const value = new FormData(form).get(field)
  return typeof value === 'string' ? value.trim() : ''
}
