import { http, HttpResponse } from 'msw'

export interface FakeStack {
  readonly status?: string
  readonly outputs?: Readonly<Record<string, string>>
  readonly template?: object
}

const xml = (operation: string, body: string): HttpResponse<string> =>
  HttpResponse.xml(
    `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${body}</${operation}Result></${operation}Response>`,
  )
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** CloudFormation as its query protocol has it, for msw: the stacks there are, by name. */
export const createCloudFormation = (region: string, stacks: Record<string, FakeStack>) =>
  http.post(`https://cloudformation.${region}.amazonaws.com/`, async ({ request }) => {
    const form = new URLSearchParams(await request.text())
    const name = form.get('StackName') ?? ''
    const stack = stacks[name]
    if (stack === undefined)
      return HttpResponse.xml(
        `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`,
        { status: 400 },
      )
    if (form.get('Action') === 'GetTemplate')
      return xml('GetTemplate', `<TemplateBody>${escaped(JSON.stringify(stack.template ?? {}))}</TemplateBody>`)
    const outputs = Object.entries(stack.outputs ?? {})
      .map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
      )
      .join('')
    return xml(
      'DescribeStacks',
      `<Stacks><member><StackName>${name}</StackName><StackStatus>${stack.status ?? 'CREATE_COMPLETE'}</StackStatus><Outputs>${outputs}</Outputs></member></Stacks>`,
    )
  })
